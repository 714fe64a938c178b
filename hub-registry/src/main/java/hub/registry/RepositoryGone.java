package hub.registry;

/** The repository was deleted while something was pushed to it. */
public class RepositoryGone extends RuntimeException {

  public RepositoryGone(Throwable cause) {
    super("the repository was deleted during the push", cause);
  }
}
