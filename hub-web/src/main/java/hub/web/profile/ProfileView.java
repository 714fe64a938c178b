package hub.web.profile;

import hub.accounts.Account;
import hub.repositories.RepositoryName;
import java.time.Instant;

/**
 * What an account shows of itself.
 *
 * @param official whether its repositories are the official images
 */
record ProfileView(
    String name, String displayName, boolean organization, boolean official, Instant createdAt) {

  static ProfileView of(Account account) {
    return new ProfileView(
        account.name(),
        account.displayName(),
        account.isOrganization(),
        account.name().equals(RepositoryName.LIBRARY),
        account.createdAt());
  }
}
