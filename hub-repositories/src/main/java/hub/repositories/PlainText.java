package hub.repositories;

/** What people type into fields, made fit to keep. */
public final class PlainText {

  private PlainText() {}

  /** One line: every run of blanks and control characters becomes one space. */
  public static String line(String field, String text, int max) {
    return limited(field, text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), max);
  }

  /** Several lines, ended by line feeds; other control characters than tabs are left out. */
  public static String block(String field, String text, int max) {
    return limited(field, text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", ""), max);
  }

  private static String limited(String field, String text, int max) {
    int length = text.codePointCount(0, text.length());
    if (length > max) {
      throw new TextTooLong(field, max, length);
    }
    return text;
  }
}
