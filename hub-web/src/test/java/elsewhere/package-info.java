/** Outside of the hub's packages, so that no component scan finds it: what tests give by hand. */
@org.jspecify.annotations.NullMarked
package elsewhere;
