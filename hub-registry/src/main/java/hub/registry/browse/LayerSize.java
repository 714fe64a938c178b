package hub.registry.browse;

/** A layer's weight; {@code base} where it belongs to the image this one builds on. */
public record LayerSize(long bytes, boolean base) {}
