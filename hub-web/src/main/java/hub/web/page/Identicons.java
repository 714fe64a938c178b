package hub.web.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Marks of people and repositories, as {@code #identicons} in templates. */
public class Identicons {

  private static final int HUES = 8;
  private static final int CELLS = 15;
  private static final int FEWEST = 6;

  Identicons() {}

  /**
   * An identicon: 5×5 cells, the right half the mirror of the left, in one of eight hues.
   *
   * @param hue 0 to 7, for the class {@code hue-…}
   * @param path the cells, on a field of 7×7
   */
  public record Identicon(int hue, String path) {}

  /** The identicon of this name: always the same, drawn again while it would be too sparse. */
  public Identicon of(String name) {
    byte[] hash = sha256(name);
    while (Integer.bitCount(cells(hash)) < FEWEST) {
      hash = sha256(new String(hash, StandardCharsets.ISO_8859_1));
    }
    return new Identicon(Byte.toUnsignedInt(hash[2]) % HUES, path(cells(hash)));
  }

  private static int cells(byte[] hash) {
    return ((hash[0] & 0xff) | (hash[1] & 0xff) << 8) & ((1 << CELLS) - 1);
  }

  private static String path(int cells) {
    var path = new StringBuilder();
    for (int cell = 0; cell < CELLS; cell++) {
      if ((cells >> cell & 1) == 1) {
        int column = 1 + cell / 5;
        int row = 1 + cell % 5;
        square(path, column, row);
        if (column < 3) {
          square(path, 6 - column, row);
        }
      }
    }
    return path.toString();
  }

  private static void square(StringBuilder path, int x, int y) {
    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
