package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** What somebody signs in with, and where they wanted to go. */
record SignInForm(String username, String password, String next) {

  SignInForm(@Nullable String username, @Nullable String password, @Nullable String next) {
    this.username = FormText.of(username);
    this.password = FormText.of(password);
    this.next = FormText.of(next);
  }
}
