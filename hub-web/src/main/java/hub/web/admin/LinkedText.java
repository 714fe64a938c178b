package hub.web.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain text whose addresses can be opened. Only those of this hub and {@code https://} are links:
 * words of strangers stand in mails too, and whatever else looks like an address stays text.
 */
final class LinkedText {

  private static final Pattern ADDRESS =
      Pattern.compile("https?://[^\\s<>\"'`{}|\\\\^]*[^\\s<>\"'`{}|\\\\^.,;:!?)\\]]");

  private LinkedText() {}

  /**
   * A piece of the text.
   *
   * @param text as it is, not escaped
   * @param href where it leads; null where it is no link
   */
  record Piece(String text, @Nullable String href) {}

  /**
   * The whole text in pieces, each character once.
   *
   * @param home the address of this hub's start page, which ends in a slash
   */
  static List<Piece> of(String text, String home) {
    var pieces = new ArrayList<Piece>();
    var address = ADDRESS.matcher(text);
    int end = 0;
    while (address.find()) {
      String found = address.group();
      if (!found.startsWith("https://") && !found.startsWith(home)) {
        continue;
      }
      if (address.start() > end) {
        pieces.add(new Piece(text.substring(end, address.start()), null));
      }
      pieces.add(new Piece(found, found));
      end = address.end();
    }
    if (end < text.length()) {
      pieces.add(new Piece(text.substring(end), null));
    }
    return pieces;
  }
}
