package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** The new password, behind the link of a mail. */
record ResetForm(String token, String password) {

  ResetForm(@Nullable String token, @Nullable String password) {
    this.token = FormText.of(token);
    this.password = FormText.of(password);
  }
}
