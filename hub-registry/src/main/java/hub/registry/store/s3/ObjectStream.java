package hub.registry.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object. Drops the connection where it is closed early: reading the rest may take
 * long.
 */
final class ObjectStream extends FilterInputStream {

  private final ResponseInputStream<GetObjectResponse> object;
  private boolean ended;

  ObjectStream(ResponseInputStream<GetObjectResponse> object) {
    super(object);
    this.object = object;
  }

  @Override
  public int read() throws IOException {
    int read = object.read();
    ended |= read < 0;
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int read = object.read(bytes, offset, count);
    ended |= read < 0;
    return read;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = object.read() < 0;
    }
    if (ended) {
      object.close();
    } else {
      object.abort();
    }
  }
}
