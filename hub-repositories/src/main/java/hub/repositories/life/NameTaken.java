package hub.repositories.life;

import hub.repositories.RepositoryName;

/** The namespace has a repository of that name already. */
public class NameTaken extends RuntimeException {

  NameTaken(RepositoryName name) {
    super("There is a repository " + name + " already.");
  }
}
