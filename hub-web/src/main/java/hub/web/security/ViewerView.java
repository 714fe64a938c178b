package hub.web.security;

import hub.accounts.Account;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a page, as every page shows it.
 *
 * @param confirmed whether the e-mail address is confirmed; else a banner says what to do
 * @param theme {@code light} or {@code dark}, or null: as the system has it
 */
public record ViewerView(
    String name, String displayName, boolean confirmed, boolean siteAdmin, @Nullable String theme) {

  static ViewerView of(Account account) {
    return new ViewerView(
        account.name(),
        account.displayName(),
        account.isEmailConfirmed(),
        account.isSiteAdmin(),
        account.theme());
  }
}
