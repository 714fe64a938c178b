package hub.registry.protocol;

import hub.registry.limit.SlowBody;
import hub.registry.manifest.ManifestDocument;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Reads manifests into memory: small ones as they come, of large ones a few at once and none for
 * long. So however many clients send large ones slowly, they take neither the memory nor the places
 * of all.
 */
@Component
class ManifestBodies {

  /** Nearly all manifests are smaller; less than a connection may have of the heap. */
  private static final int SMALL = 64 * 1024;

  private static final int LARGE_AT_ONCE = 16;

  /** How long one may wait for a place, in seconds, and how long one may keep it. */
  private static final int PATIENCE = 10;

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Semaphore places = new Semaphore(LARGE_AT_ONCE);

  /** What is done with a body while it has its place. */
  interface Use {
    void of(byte[] body);
  }

  /**
   * Reads the body and uses it.
   *
   * @throws RegistryFailure where it is too large, shorter than announced or too slow, or where too
   *     many large ones are coming already
   */
  void read(RegistryRequest request, Use use) throws IOException {
    int announced = request.contentLength().orElse(0);
    if (announced > ManifestDocument.MAX_BYTES) {
      throw tooLarge();
    }
    try {
      InputStream body = request.body();
      byte[] first = body.readNBytes(SMALL);
      if (first.length < SMALL || announced == SMALL) {
        use.of(whole(first, announced));
        return;
      }
      takePlace();
      try {
        use.of(whole(readOn(first, body, announced), announced));
      } finally {
        places.release();
      }
    } catch (SlowBody e) {
      throw tooSlow(String.valueOf(e.getMessage()));
    }
  }

  private void takePlace() {
    try {
      if (places.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new RegistryFailure(
            ErrorCode.TOOMANYREQUESTS, "too many large manifests at once: try again in a moment")
        .with("Retry-After", "5");
  }

  private static byte[] readOn(byte[] first, InputStream body, int announced) throws IOException {
    long began = System.nanoTime();
    byte[] all = Arrays.copyOf(first, announced > 0 ? announced : ManifestDocument.MAX_BYTES + 1);
    int count = first.length;
    while (count < all.length) {
      int read = body.read(all, count, all.length - count);
      if (read < 0) {
        break;
      }
      count += read;
      if (System.nanoTime() - began > LONGEST.toNanos()) {
        throw tooSlow("a manifest must come within " + LONGEST.toSeconds() + " seconds");
      }
    }
    if (count > ManifestDocument.MAX_BYTES) {
      throw tooLarge();
    }
    return count == all.length ? all : Arrays.copyOf(all, count);
  }

  private static byte[] whole(byte[] body, int announced) {
    if (announced > body.length) {
      throw new RegistryFailure(ErrorCode.SIZE_INVALID);
    }
    return body;
  }

  private static RegistryFailure tooLarge() {
    return new RegistryFailure(
        ErrorCode.SIZE_INVALID,
        HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
        "a manifest has at most " + ManifestDocument.MAX_BYTES + " bytes",
        null);
  }

  private static RegistryFailure tooSlow(String message) {
    return new RegistryFailure(
        ErrorCode.MANIFEST_INVALID, HttpServletResponse.SC_REQUEST_TIMEOUT, message, null);
  }
}
