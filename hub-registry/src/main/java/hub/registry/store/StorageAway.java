package hub.registry.store;

/**
 * The storage is not there, and something else may be in its place: that says nothing of the bytes
 * that it holds, and nothing may be written there.
 */
public class StorageAway extends RuntimeException {

  StorageAway() {
    super("the storage of this registry is away; what it holds is there again when it is back");
  }
}
