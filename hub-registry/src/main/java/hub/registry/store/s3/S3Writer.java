package hub.registry.store.s3;

import hub.registry.store.BlobWriter;
import hub.registry.store.Progress;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Writes one key: each part that is whole goes to the store, and a small blob goes at once. */
final class S3Writer implements BlobWriter {

  private final S3BlobStore store;
  private final MultipartUploads uploads;
  private final Semaphore tails;
  private final String key;
  private final boolean continues;
  private final SpooledPart part;
  private @Nullable S3Session session;
  private boolean ended;
  private boolean holdsTail;

  /**
   * @param tails limits how many tails are in memory at once
   * @param session what was written before; null for a fresh key
   * @param part holds the tail of what was written before
   */
  S3Writer(
      S3BlobStore store,
      MultipartUploads uploads,
      Semaphore tails,
      String key,
      @Nullable S3Session session,
      SpooledPart part) {
    this.store = store;
    this.uploads = uploads;
    this.tails = tails;
    this.key = key;
    this.session = session;
    this.continues = session != null;
    this.part = part;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (part.size() == S3BlobStore.PART) {
        sendPart();
      }
      int fits = Math.min(count - done, S3BlobStore.PART - part.size());
      part.add(bytes, offset + done, fits);
      done += fits;
    }
  }

  /** What a store would not take as a part is told as the tail. */
  @Override
  public Progress pause() throws IOException {
    if (part.size() >= S3BlobStore.SMALLEST_PART) {
      sendPart();
    }
    byte[] tail = tail();
    ended = true;
    S3Session now = session;
    return now == null
        ? new Progress(tail.length, null, tail)
        : new Progress(now.size() + tail.length, now.text(), tail);
  }

  /** Counted among the tails until this is closed. */
  private byte[] tail() throws IOException {
    if (part.size() > 0) {
      tails.acquireUninterruptibly();
      holdsTail = true;
    }
    return part.bytes();
  }

  @Override
  public boolean seal() throws IOException {
    S3Session now = session;
    if (now == null) {
      store.putWhole(key, part);
    } else {
      try {
        now = part.size() > 0 ? sendPart() : now;
      } catch (IOException e) {
        // Put together before, it takes no more parts; some stores just hang up then.
        if (continues && store.size(key).equals(OptionalLong.of(now.size() + part.size()))) {
          ended = true;
          return false;
        }
        throw e;
      }
      uploads.complete(key, now);
      store.verifySize(key, now.size());
    }
    ended = true;
    return true;
  }

  private S3Session sendPart() throws IOException {
    S3Session now = session == null ? uploads.begin(key) : session;
    session = now;
    S3Session grown = uploads.send(key, now, part);
    session = grown;
    part.clear();
    return grown;
  }

  /** What no row will ever tell of is not left in the store. */
  @Override
  public void close() throws IOException {
    if (holdsTail) {
      tails.release();
    }
    part.close();
    if (!ended && !continues && session != null) {
      uploads.abort(key, session);
    }
  }
}
