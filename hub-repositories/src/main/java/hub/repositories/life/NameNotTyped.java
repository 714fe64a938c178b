package hub.repositories.life;

import hub.repositories.RepositoryName;

/** A deletion that was not confirmed by typing the repository's name. */
public class NameNotTyped extends RuntimeException {

  NameNotTyped(RepositoryName name) {
    super("Type " + name.name() + " to delete it.");
  }
}
