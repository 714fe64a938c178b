package hub.web.admin;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** The first admin, behind the set-up link. */
record SetupForm(String code, String username, String email, String password) {

  SetupForm(
      @Nullable String code,
      @Nullable String username,
      @Nullable String email,
      @Nullable String password) {
    this.code = FormText.of(code);
    this.username = FormText.line(username);
    this.email = FormText.line(email);
    this.password = FormText.of(password);
  }
}
