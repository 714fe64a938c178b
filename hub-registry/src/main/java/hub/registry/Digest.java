package hub.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The name of bytes: an algorithm and their hash. Parses itself and cannot be wrong.
 *
 * @param hex lower-case hexadecimal, as long as the algorithm wants it
 */
public record Digest(Algorithm algorithm, String hex) implements Reference, Comparable<Digest> {

  /** A hash function. The database knows it by {@link #code}. */
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 1, 32),
    SHA512("sha512", "SHA-512", 2, 64);

    private final String prefix;
    private final String javaName;
    private final byte code;
    private final int length;

    Algorithm(String prefix, String javaName, int code, int length) {
      this.prefix = prefix;
      this.javaName = javaName;
      this.code = (byte) code;
      this.length = length;
    }

    /** Its number in the database. */
    public byte code() {
      return code;
    }

    /** The one that the database knows by this code. */
    public static Algorithm of(int code) {
      for (Algorithm algorithm : values()) {
        if (algorithm.code == code) {
          return algorithm;
        }
      }
      throw new IllegalArgumentException("no digest algorithm has the code " + code);
    }

    /**
     * Reads {@code sha256} or {@code sha512}.
     *
     * @throws InvalidDigest where it is neither
     */
    public static Algorithm parse(String text) {
      for (Algorithm algorithm : values()) {
        if (text.equals(algorithm.prefix)) {
          return algorithm;
        }
      }
      throw new InvalidDigest(text);
    }

    /** A fresh hash. */
    public MessageDigest newHash() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public Digest {
    if (hex.length() != 2 * algorithm.length || !isLowerHex(hex)) {
      throw new InvalidDigest(algorithm.prefix + ":" + hex);
    }
  }

  /**
   * Reads {@code sha256:…} or {@code sha512:…}.
   *
   * @throws InvalidDigest where it is neither
   */
  public static Digest parse(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      if (text.startsWith(algorithm.prefix + ":")) {
        return new Digest(algorithm, text.substring(algorithm.prefix.length() + 1));
      }
    }
    throw new InvalidDigest(text);
  }

  /** From the database: one byte for the algorithm, then the hash. */
  public static Digest of(byte[] stored) {
    return new Digest(Algorithm.of(stored[0]), HexFormat.of().formatHex(stored, 1, stored.length));
  }

  /** From a hash that was computed. */
  public static Digest of(Algorithm algorithm, byte[] hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash));
  }

  /** The SHA-256 digest of these bytes. */
  public static Digest sha256(byte[] bytes) {
    return of(Algorithm.SHA256, Algorithm.SHA256.newHash().digest(bytes));
  }

  /** For the database: one byte for the algorithm, then the hash. */
  public byte[] bytes() {
    byte[] bytes = new byte[1 + algorithm.length];
    bytes[0] = algorithm.code;
    System.arraycopy(HexFormat.of().parseHex(hex), 0, bytes, 1, algorithm.length);
    return bytes;
  }

  /** Whether these bytes have this digest. */
  public boolean matches(byte[] content) {
    return equals(of(algorithm, algorithm.newHash().digest(content)));
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  /** As clients write it: {@code sha256:…}. */
  @Override
  public String toString() {
    return algorithm.prefix + ":" + hex;
  }

  /**
   * Without branches, which no processor could foresee: a page of referrers asks for some thirty
   * thousand characters.
   */
  private static boolean isLowerHex(String text) {
    boolean hex = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      hex &= (char) (c - '0') < 10 | (char) (c - 'a') < 6;
    }
    return hex;
  }

  /** The bytes of each, for {@code any(?)} in SQL. */
  public static byte[][] bytesOf(Collection<Digest> digests) {
    return digests.stream().map(Digest::bytes).toArray(byte[][]::new);
  }
}
