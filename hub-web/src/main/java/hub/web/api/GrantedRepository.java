package hub.web.api;

import hub.accounts.Caller;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.access.Permission;

/**
 * The repository of the path, for which {@link ApiDoor} has let the caller through. Handlers are
 * given this and never a name, so none can forget to ask.
 *
 * @param permission what the caller may do there with the credential in hand
 */
public record GrantedRepository(Caller caller, RepositoryRef repository, Permission permission) {

  public long id() {
    return repository.id();
  }

  public RepositoryName name() {
    return repository.name();
  }
}
