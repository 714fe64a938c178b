package hub.registry.quota;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * A body that may bring so many bytes and no more: a client need not say how many will come, and
 * docker does not.
 */
final class QuotaBody extends FilterInputStream {

  private final Supplier<StorageLimitReached> refusal;
  private long left;

  QuotaBody(InputStream body, long most, Supplier<StorageLimitReached> refusal) {
    super(body);
    this.left = most;
    this.refusal = refusal;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    take(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int read = in.read(bytes, offset, count);
    take(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    take(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void take(long count) {
    left -= count;
    if (left < 0) {
      throw refusal.get();
    }
  }
}
