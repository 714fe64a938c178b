package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** A new password, with the old one that allows the change. */
record PasswordForm(String current, String password) {

  PasswordForm(@Nullable String current, @Nullable String password) {
    this.current = FormText.of(current);
    this.password = FormText.of(password);
  }
}
