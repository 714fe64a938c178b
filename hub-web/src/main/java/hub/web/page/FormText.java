package hub.web.page;

import org.jspecify.annotations.Nullable;

/** Reads the fields of a form, as its record takes them: what was not sent is empty. */
public final class FormText {

  private FormText() {}

  /** What was typed, as it is: a password, a text of many lines. */
  public static String of(@Nullable String sent) {
    return sent == null ? "" : sent;
  }

  /** What was typed, without blanks around it: a name, an address. */
  public static String line(@Nullable String sent) {
    return sent == null ? "" : sent.strip();
  }

  /** What was chosen, or the choice that the form presets, where none was sent. */
  public static String or(@Nullable String sent, String preset) {
    return sent == null || sent.isEmpty() ? preset : sent;
  }
}
