package hub.web.account;

import hub.accounts.AccountName;
import hub.accounts.EmailAddress;
import hub.accounts.EmailMistake;
import hub.accounts.credential.PasswordStrength;
import hub.accounts.credential.Passwords;
import hub.accounts.limit.TooManyAttempts;
import hub.db.HubSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Says in the reader's language what the domain finds right or wrong with a field. */
@Component
public class FieldMessages {

  private final MessageSource messages;
  private final HubSettings settings;

  FieldMessages(MessageSource messages, HubSettings settings) {
    this.messages = messages;
    this.settings = settings;
  }

  public FieldFeedback ofName(String name, AccountName.@Nullable Fault fault) {
    if (fault != null) {
      return bad("account.name." + fault, name);
    }
    String images = settings.registryHost() + "/" + name + "/…";
    return new FieldFeedback(true, name, text("account.name.free"), images, null, null);
  }

  public FieldFeedback ofEmail(@Nullable EmailMistake mistake) {
    if (mistake == null) {
      return new FieldFeedback(true, null, text("account.email.good"), null, null, null);
    }
    String word = mistake.word() == null ? "" : mistake.word();
    return new FieldFeedback(
        false,
        null,
        text("account.email." + mistake.fault(), word),
        null,
        mistake.suggestion(),
        null);
  }

  public FieldFeedback ofPassword(PasswordStrength strength) {
    String key = strength.fault() == null ? "good." + strength.score() : strength.fault().name();
    return new FieldFeedback(
        strength.isEnough(),
        null,
        text("account.password." + key, Passwords.SHORTEST, Passwords.LONGEST),
        null,
        null,
        strength.score());
  }

  /**
   * All that is wrong with what makes an account, so that nobody fixes a form one refusal at a
   * time.
   *
   * @param fault what keeps the name from being theirs; null for nothing
   * @return by field, in the order of the form; empty where nothing is wrong
   */
  public Map<String, FieldFeedback> ofAccount(
      String name, AccountName.@Nullable Fault fault, String email, PasswordStrength strength) {
    var wrong = new LinkedHashMap<String, FieldFeedback>();
    if (fault != null) {
      wrong.put("username", ofName(name, fault));
    }
    EmailMistake mistake = EmailAddress.check(email);
    if (mistake != null) {
      wrong.put("email", ofEmail(mistake));
    }
    if (!strength.isEnough()) {
      wrong.put("password", ofPassword(strength));
    }
    return wrong;
  }

  public FieldFeedback of(TooManyAttempts tooMany) {
    return bad("account.tooMany", waitingTime(tooMany));
  }

  public FieldFeedback bad(String key, Object... words) {
    return FieldFeedback.bad(text(key, words));
  }

  public String text(String key, Object... words) {
    return messages.getMessage(key, words, LocaleContextHolder.getLocale());
  }

  private String waitingTime(TooManyAttempts tooMany) {
    long seconds = Math.max(1, tooMany.retryAfter().toSeconds());
    return seconds <= 90
        ? text("account.wait.seconds", seconds)
        : text("account.wait.minutes", (seconds + 59) / 60);
  }
}
