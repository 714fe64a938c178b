package hub.accounts.mail;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * What a mail says, in the reader's language.
 *
 * @param before paragraphs before the button
 * @param button what it says; null where the mail has none
 * @param after paragraphs after it
 */
record MailText(
    String subject, List<String> before, @Nullable String button, List<String> after, String foot) {

  private static final ResourceBundleMessageSource MESSAGES = new ResourceBundleMessageSource();

  static {
    MESSAGES.setBasename("messages/mail");
    MESSAGES.setDefaultEncoding("UTF-8");
    MESSAGES.setFallbackToSystemLocale(false);
    MESSAGES.setAlwaysUseMessageFormat(true);
  }

  /** The text of one kind of mail. */
  static MailText of(MailOrder.Kind kind, Locale locale, Object... words) {
    return new MailText(
        line(kind, "subject", locale, words),
        paragraphs(kind, "before", locale, words),
        MESSAGES.getMessage("mail." + kind + ".button", words, null, locale),
        paragraphs(kind, "after", locale, words),
        MESSAGES.getMessage("mail.foot", words, locale));
  }

  private static String line(MailOrder.Kind kind, String part, Locale locale, Object... words) {
    return MESSAGES.getMessage("mail." + kind + "." + part, words, locale);
  }

  private static List<String> paragraphs(
      MailOrder.Kind kind, String part, Locale locale, Object... words) {
    return line(kind, part, locale, words).lines().toList();
  }

  /** The text part: the same words, the link on a line of its own. */
  String plain(String link) {
    var text = new StringBuilder();
    before.forEach(it -> text.append(it).append("\n\n"));
    if (button != null) {
      text.append(button).append(":\n").append(link).append("\n\n");
    }
    after.forEach(it -> text.append(it).append("\n\n"));
    return text.append("-- \n").append(foot).append('\n').toString();
  }
}
