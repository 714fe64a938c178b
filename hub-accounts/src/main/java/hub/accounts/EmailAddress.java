package hub.accounts;

import hub.accounts.EmailMistake.Fault;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of an e-mail address: what mail servers in use accept, at most 254 characters (RFC
 * 5321), ASCII only. Whether it reaches anybody only a mail can tell.
 */
public final class EmailAddress {

  /** Most characters. */
  public static final int LONGEST = 254;

  private static final Pattern LOCAL =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  private EmailAddress() {}

  /** What is wrong with this address; null means it may well be one. */
  public static @Nullable EmailMistake check(String text) {
    if (text.isEmpty()) {
      return new EmailMistake(Fault.EMPTY, null, null);
    }
    if (text.length() > LONGEST) {
      return new EmailMistake(Fault.TOO_LONG, null, null);
    }
    if (text.indexOf(',') >= 0) {
      String before = text.substring(0, text.indexOf(','));
      String word = before.substring(before.lastIndexOf('@') + 1);
      return new EmailMistake(Fault.COMMA, word, suggest(text, text.replace(',', '.')));
    }
    if (text.chars().anyMatch(Character::isWhitespace)) {
      return new EmailMistake(Fault.SPACE, null, suggest(text, text.replaceAll("\\s+", "")));
    }
    int at = text.indexOf('@');
    if (at < 0) {
      return new EmailMistake(Fault.NO_AT, null, null);
    }
    if (text.indexOf('@', at + 1) >= 0) {
      return new EmailMistake(Fault.MANY_AT, null, suggest(text, text.replaceAll("@+", "@")));
    }
    String local = text.substring(0, at);
    String domain = text.substring(at + 1);
    if (local.length() > 64
        || !LOCAL.matcher(local).matches()
        || !DOMAIN.matcher(domain).matches()) {
      return new EmailMistake(
          Fault.MALFORMED, null, suggest(text, text.replaceAll("\\.{2,}", ".")));
    }
    if (domain.indexOf('.') < 0 && !domain.equalsIgnoreCase("localhost")) {
      return new EmailMistake(Fault.NO_DOT, domain, null);
    }
    return null;
  }

  /**
   * Lets a well-formed address through.
   *
   * @throws InvalidEmail where it is malformed
   */
  public static void require(String text) {
    EmailMistake mistake = check(text);
    if (mistake != null) {
      throw new InvalidEmail(mistake);
    }
  }

  public static boolean isValid(String text) {
    return check(text) == null;
  }

  private static @Nullable String suggest(String text, String corrected) {
    return !corrected.equals(text) && isValid(corrected) ? corrected : null;
  }
}
