package hub.registry.store;

import org.jspecify.annotations.Nullable;

/**
 * How far a key has been written, in the store's own terms: kept in the upload's row, so that
 * another process can go on.
 *
 * @param length how many bytes, the tail among them
 * @param session what else the store must know; null where that is nothing
 * @param tail the last bytes, where they are too few for the store to take them alone
 */
public record Progress(long length, @Nullable String session, byte[] tail) {

  private static final byte[] NONE = {};

  /** Nothing is written yet. */
  public static final Progress NOTHING = inPlace(0);

  /** Of a store that needs to know no more than the length. */
  public static Progress inPlace(long length) {
    return untailed(length, null);
  }

  /** Of which the store has all bytes. */
  public static Progress untailed(long length, @Nullable String session) {
    return new Progress(length, session, NONE);
  }
}
