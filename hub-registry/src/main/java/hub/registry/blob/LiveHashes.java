package hub.registry.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hub.registry.Digest;
import hub.registry.Digest.Algorithm;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of uploads under way, which stay in this process between requests. At most 10,000 of
 * them, each for an hour after its last part.
 */
final class LiveHashes {

  private final Cache<UUID, LiveHash> hashes =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  /**
   * An upload as this process has left it, and the hash of all its bytes. Where it has another key
   * or another length by now, another node has gone on with it since.
   */
  private record LiveHash(Upload upload, MessageDigest hash) {

    boolean isOf(UploadState state) {
      return upload.equals(state.upload()) && fits(hash, state);
    }
  }

  void keep(Upload upload, MessageDigest hash) {
    hashes.put(upload.id(), new LiveHash(upload, hash));
  }

  /** The hash of all bytes of an upload, for the one who goes on with it; null where it is gone. */
  @Nullable MessageDigest take(UploadState state) {
    LiveHash live = hashes.asMap().remove(state.upload().id());
    return live != null && live.isOf(state) ? live.hash() : null;
  }

  /** Whether this process was the last to write to this upload. */
  boolean isLeftHere(Upload upload) {
    LiveHash live = hashes.getIfPresent(upload.id());
    return live != null && live.upload().equals(upload);
  }

  void forget(Upload upload) {
    hashes.invalidate(upload.id());
  }

  /** Whether this is the hash of the bytes that the row tells of. */
  static boolean fits(MessageDigest hash, UploadState state) {
    return state.prefix() == null
        || state.prefix().equals(digestSoFar(state.upload().algorithm(), hash));
  }

  /** The digest of what has been hashed; the hash can go on. */
  static Digest digestSoFar(Algorithm algorithm, MessageDigest hash) {
    try {
      return Digest.of(algorithm, ((MessageDigest) hash.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
