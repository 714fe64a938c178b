package hub.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Random text that opens something. Only its SHA-256 is ever stored. */
public record Secret(String text) {

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** So many random letters and digits, 5.95 bits each. */
  public static Secret random(int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(BASE62.charAt(RANDOM.nextInt(BASE62.length())));
    }
    return new Secret(text.toString());
  }

  /** A number below 62^length in base 62, with zeros before it. */
  public static String base62(long number, int length) {
    var text = new char[length];
    for (int i = length - 1; i >= 0; i--) {
      text[i] = BASE62.charAt((int) (number % 62));
      number /= 62;
    }
    return new String(text);
  }

  /** Its SHA-256, which is all that is ever stored. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "Secret[…]";
  }
}
