package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** What others see of a person. */
record ProfileForm(String fullName) {

  ProfileForm(@Nullable String fullName) {
    this.fullName = FormText.line(fullName);
  }
}
