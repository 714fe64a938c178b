package hub.web.account;

import org.jspecify.annotations.Nullable;

/**
 * What the hub says of one field.
 *
 * @param strong text that comes first, in bold
 * @param code what a machine reads, at the end
 * @param suggestion what was perhaps meant, to be taken with one click
 * @param score of a password, 0 to 4
 */
public record FieldFeedback(
    boolean good,
    @Nullable String strong,
    String text,
    @Nullable String code,
    @Nullable String suggestion,
    @Nullable Integer score) {

  public static FieldFeedback bad(String text) {
    return new FieldFeedback(false, null, text, null, null, null);
  }
}
