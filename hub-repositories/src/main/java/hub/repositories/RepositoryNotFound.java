package hub.repositories;

/** There is no such repository, or the caller may not know of it: the two cannot be told apart. */
public class RepositoryNotFound extends RuntimeException {

  public RepositoryNotFound() {
    super("There is no such repository, or you may not see it.");
  }

  public RepositoryNotFound(RepositoryName name) {
    super("There is no repository " + name + ", or you may not see it.");
  }
}
