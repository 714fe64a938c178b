package hub.registry.protocol;

import hub.accounts.Caller;
import hub.registry.access.Visitor;
import hub.repositories.RepositoryRef;
import hub.repositories.access.Permission;

/**
 * A repository for which the door has let somebody through. Handlers are given this and never a
 * name, so none can forget to ask.
 *
 * @param permission what the caller may do there, cut down by the token in hand
 */
record Granted(RepositoryRef repository, Visitor visitor, Permission permission) {

  Caller caller() {
    return visitor.caller();
  }

  long accountId() {
    Long id = caller().accountId();
    if (id == null) {
      throw new IllegalStateException("the door let nobody through to push");
    }
    return id;
  }
}
