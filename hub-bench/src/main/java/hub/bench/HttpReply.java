package hub.bench;

import org.jspecify.annotations.Nullable;

/**
 * The head of an answer.
 *
 * @param head status line and headers as they came
 * @param bytes how many the body had
 * @param body the body itself where it was asked for, else empty
 */
record HttpReply(int status, String head, long bytes, byte[] body) {

  /** The first header of that name, or null. */
  @Nullable String header(String name) {
    return header(head, name);
  }

  static @Nullable String header(String head, String name) {
    int line = head.indexOf("\r\n") + 2;
    while (line < head.length()) {
      int end = head.indexOf("\r\n", line);
      if (end < 0) {
        end = head.length();
      }
      if (head.regionMatches(true, line, name, 0, name.length())
          && line + name.length() < end
          && head.charAt(line + name.length()) == ':') {
        return head.substring(line + name.length() + 1, end).strip();
      }
      line = end + 2;
    }
    return null;
  }
}
