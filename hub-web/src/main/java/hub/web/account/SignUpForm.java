package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** What a newcomer gives. */
record SignUpForm(String username, String email, String password) {

  SignUpForm(@Nullable String username, @Nullable String email, @Nullable String password) {
    this.username = FormText.line(username);
    this.email = FormText.line(email);
    this.password = FormText.of(password);
  }

  static SignUpForm empty() {
    return new SignUpForm("", "", "");
  }
}
