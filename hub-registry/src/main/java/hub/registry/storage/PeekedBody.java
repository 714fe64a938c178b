package hub.registry.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body of which the first byte was read to learn whether there is one: the last request of an
 * upload mostly has none, and then nothing needs opening or hashing.
 *
 * @param cut why not even the first byte came, where the client went away
 */
record PeekedBody(InputStream stream, boolean isEmpty, @Nullable IOException cut) {

  static PeekedBody of(InputStream body) {
    try {
      int first = body.read();
      return first < 0
          ? new PeekedBody(body, true, null)
          : new PeekedBody(
              new SequenceInputStream(new ByteArrayInputStream(new byte[] {(byte) first}), body),
              false,
              null);
    } catch (IOException e) {
      return new PeekedBody(body, true, e);
    }
  }
}
