package hub.registry.store;

import java.io.Closeable;
import java.io.IOException;

/** Writes to one key, in order. Ends by one of {@link #pause} and {@link #seal}, and is closed. */
public interface BlobWriter extends Closeable {

  /**
   * How many bytes it is best given at once by the thread that reads and hashes them too, at most
   * {@link BodyReceiver#BUFFER}: few enough to stay near the processor, where nothing else is to be
   * said.
   */
  default int piece() {
    return 64 * 1024;
  }

  /** Takes these bytes; the array may be used again afterwards. */
  void write(byte[] bytes, int offset, int count) throws IOException;

  /** Keeps what has come, for a later {@link BlobStore#append}. */
  Progress pause() throws IOException;

  /**
   * Makes the bytes last under their key. When this returns they survive a power cut, unless the
   * operator has chosen otherwise.
   *
   * @return false where an earlier request had sealed them and its rows were never written: as many
   *     bytes are there, and whether they are these is for the caller to see
   */
  boolean seal() throws IOException;
}
