package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** The right address, where the first one was mistyped. */
record AddressForm(String email) {

  AddressForm(@Nullable String email) {
    this.email = FormText.line(email);
  }
}
