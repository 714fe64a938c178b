package hub.registry.storage;

/**
 * How far a key has been written, in the store's own terms: kept in the upload's row, so that
 * another process can go on.
 *
 * @param length how many bytes
 */
public record Progress(long length) {

  static final Progress NOTHING = new Progress(0);
}
