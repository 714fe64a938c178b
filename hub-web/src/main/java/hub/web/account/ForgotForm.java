package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** Whose password is forgotten: a username or an address. */
record ForgotForm(String username) {

  ForgotForm(@Nullable String username) {
    this.username = FormText.of(username);
  }
}
