package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** A new address, with the password that allows the change. */
record EmailForm(String email, String password) {

  EmailForm(@Nullable String email, @Nullable String password) {
    this.email = FormText.line(email);
    this.password = FormText.of(password);
  }
}
