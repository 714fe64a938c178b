package hub.repositories;

import hub.accounts.Caller;
import java.util.Optional;

/**
 * All repositories. Each method asks for the permission it needs, and throws when it is missing.
 */
public interface Repositories {

  /**
   * The row of a repository, drafts included, without any check: for the registry's door, which
   * checks next.
   */
  Optional<RepositoryRef> find(RepositoryName name);

  /**
   * What this caller may do with this repository. Empty: it must look absent.
   *
   * <p>The most of: public gives READ; owner of the namespace ADMIN; collaborator WRITE; site admin
   * ADMIN on {@code library}; cut down by the credential's scope, and to READ while the e-mail is
   * not confirmed.
   */
  Optional<Permission> permission(Caller caller, RepositoryRef repository);

  /**
   * Makes sure that a push has a row to hold its layers: the repository itself, or a draft of it.
   *
   * @throws PushRefused with words for the person who pushes: not confirmed, another's namespace, a
   *     root name, the private limit reached
   */
  RepositoryRef openForPush(Caller caller, RepositoryName name);

  /**
   * Turns a draft into a repository, in the transaction of its first manifest. Nothing happens
   * where it is one already.
   *
   * @throws PushRefused where the private limit has been reached meanwhile
   */
  void publishDraft(Caller caller, RepositoryRef repository);
}
