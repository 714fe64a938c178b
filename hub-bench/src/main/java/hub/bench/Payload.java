package hub.bench;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Bytes to push, no two alike, so that no registry can answer from what it has. They differ in
 * their last bytes only: the hash of all before these is worked out once, so that making a payload
 * costs next to nothing of the processors that the registry needs.
 *
 * @param body to be sent one after the other
 */
record Payload(String digest, long size, ByteBuffer... body) {

  private static final int TAIL = 32;
  private static final ConcurrentMap<Integer, Payload.Common> COMMON = new ConcurrentHashMap<>();

  /** What all payloads of one size begin with, and the state of its hash. */
  private record Common(ByteBuffer bytes, MessageDigest hashed) {

    static Common of(int size) {
      byte[] bytes = new byte[size - TAIL];
      // As layers are: no two pages alike, nothing to compress.
      new Random(size).nextBytes(bytes);
      MessageDigest sha256 = sha256();
      sha256.update(bytes);
      return new Common(
          ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer(), sha256);
    }

    synchronized MessageDigest state() {
      try {
        return (MessageDigest) hashed.clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A fresh one of so many bytes, 32 at least. */
  static Payload fresh(int size) {
    Common common = COMMON.computeIfAbsent(size, Common::of);
    UUID unique = UUID.randomUUID();
    ByteBuffer tail = ByteBuffer.allocateDirect(TAIL);
    tail.putLong(unique.getMostSignificantBits()).putLong(unique.getLeastSignificantBits()).clear();
    MessageDigest sha256 = common.state();
    sha256.update(tail.duplicate());
    return new Payload(name(sha256.digest()), size, common.bytes(), tail);
  }

  /** Of these bytes. */
  static Payload of(byte[] bytes) {
    return new Payload(
        digest(bytes), bytes.length, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }

  static String digest(byte[] bytes) {
    return name(sha256().digest(bytes));
  }

  private static String name(byte[] hash) {
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
