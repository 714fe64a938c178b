package hub.web.api.user;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.credential.BadCredentials;
import hub.db.HubSettings;
import hub.web.api.Access;
import hub.web.api.Needs;
import hub.web.api.ObjectNotFound;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What is public of an account. */
@RestController
class UserApi {

  private final Accounts accounts;
  private final HubSettings hub;

  UserApi(Accounts accounts, HubSettings hub) {
    this.accounts = accounts;
    this.hub = hub;
  }

  /** An account in Docker Hub's shape; what we do not ask people for is empty. */
  @JsonNaming(SnakeCaseStrategy.class)
  record User(
      String id,
      String uuid,
      String username,
      String fullName,
      String location,
      String company,
      String profileUrl,
      Instant dateJoined,
      String gravatarUrl,
      String gravatarEmail,
      String type) {}

  @GetMapping("/v2/user")
  @Needs(Access.ACCOUNT)
  User me(Caller caller) {
    var account = caller.account();
    if (account == null) {
      throw new BadCredentials();
    }
    return user(accounts.findById(account.id()).orElseThrow(BadCredentials::new));
  }

  @GetMapping("/v2/users/{name}")
  @Needs(Access.NOTHING)
  User user(@PathVariable String name) {
    return user(
        name.indexOf('\0') >= 0
            ? absent()
            : accounts.findByName(name).orElseThrow(ObjectNotFound::new));
  }

  private static Account absent() {
    throw new ObjectNotFound();
  }

  private User user(Account account) {
    String id = Long.toString(account.id());
    return new User(
        id,
        id,
        account.name(),
        account.fullName(),
        "",
        "",
        hub.address("/u/" + account.name()),
        account.createdAt(),
        "",
        "",
        account.isOrganization() ? "Organization" : "User");
  }
}
