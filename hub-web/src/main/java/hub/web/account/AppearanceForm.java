package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** How pages look for this account. */
record AppearanceForm(String theme) {

  AppearanceForm(@Nullable String theme) {
    this.theme = FormText.or(theme, "system");
  }
}
