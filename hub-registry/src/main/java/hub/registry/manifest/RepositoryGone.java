package hub.registry.manifest;

/** The repository was deleted while something was pushed to it. */
public class RepositoryGone extends RuntimeException {

  RepositoryGone(Throwable cause) {
    super("the repository was deleted during the push", cause);
  }
}
