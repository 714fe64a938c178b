package hub.repositories.push;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.Reach.Action;
import hub.db.HubSettings;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.access.NotConfirmed;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.access.VisibleRepository;
import hub.repositories.allowance.PrivateAllowance;
import hub.repositories.allowance.PrivateAllowances;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether a push may begin, and if not, why: in words for the pusher. */
@Component
public class PushAdmission {

  /** Docker Hub's words; the same whether the namespace or a private repository exists or not. */
  private static final String DENIED = "requested access to the resource is denied";

  /** The words that Docker's own client used to print. */
  private static final String ROOT =
      "You cannot push a \"root\" repository. Please rename your repository in <user>/<repo>";

  private final Permissions permissions;
  private final Drafts drafts;
  private final PrivateAllowances allowances;
  private final Accounts accounts;
  private final HubSettings hub;

  PushAdmission(
      Permissions permissions,
      Drafts drafts,
      PrivateAllowances allowances,
      Accounts accounts,
      HubSettings hub) {
    this.permissions = permissions;
    this.drafts = drafts;
    this.allowances = allowances;
    this.accounts = accounts;
    this.hub = hub;
  }

  /**
   * Makes sure that a push has a row to hold its layers: the repository itself, or a draft of it.
   *
   * @throws PushRefused as {@link #require} does
   */
  @Transactional
  public RepositoryRef open(Caller caller, RepositoryName name) {
    Optional<RepositoryRef> existing = require(caller, name);
    if (existing.isPresent()) {
      return existing.get();
    }
    drafts.open(name);
    return writable(caller, name).orElseThrow(() -> denied(caller, name));
  }

  /**
   * Tells who may not push why, and changes nothing.
   *
   * @return the repository, or a draft of it; empty where the caller may push the first to it
   * @throws PushRefused with words for the pusher: not confirmed, another's namespace, a root name,
   *     the private limit reached
   */
  public Optional<RepositoryRef> require(Caller caller, RepositoryName name) {
    if (caller.isAnonymous()) {
      throw denied(caller, name);
    }
    if (!caller.isConfirmed()) {
      throw new PushRefused(NotConfirmed.words(hub));
    }
    if (!caller.reach().allows(Action.WRITE)) {
      throw new PushRefused(
          "this access token may only pull: make one that may write at "
              + hub.address("/settings/tokens"));
    }
    Optional<RepositoryRef> existing = writable(caller, name);
    if (existing.isEmpty() && !permissions.mayCreate(caller, name)) {
      throw denied(caller, name);
    }
    if (existing.isPresent() && !existing.get().draft()) {
      return existing;
    }
    Account namespace =
        accounts.findByName(name.namespace()).orElseThrow(() -> denied(caller, name));
    if (namespace.isPrivateByDefault()) {
      // Early, before gigabytes travel; Drafts.publish asks again, under the lock.
      PrivateAllowance allowance = allowances.of(namespace.id());
      if (!allowance.hasRoom()) {
        throw new PushRefused(allowance.refusal());
      }
    }
    return existing;
  }

  private Optional<RepositoryRef> writable(Caller caller, RepositoryName name) {
    return permissions
        .see(caller, name)
        .filter(it -> it.permission().allows(Permission.WRITE))
        .map(VisibleRepository::repository);
  }

  private static PushRefused denied(Caller caller, RepositoryName name) {
    if (name.isOfficial()) {
      return new PushRefused(ROOT);
    }
    Caller.Identity account = caller.account();
    if (account == null) {
      return new PushRefused(DENIED + ": sign in to push");
    }
    return new PushRefused(
        DENIED
            + (account.name().equals(name.namespace())
                ? ": what you signed in with is not for pushing to " + name
                : ": you may not push to %s. Push to %s/%s, or ask its owner to add you"
                    .formatted(name, account.name(), name.name())));
  }
}
