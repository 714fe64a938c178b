package hub.registry;

/** The repository was deleted while something was pushed to it. */
public class RepositoryGone extends RuntimeException {

  private static final String WORDS = "the repository was deleted during the push";

  public RepositoryGone() {
    super(WORDS);
  }

  public RepositoryGone(Throwable cause) {
    super(WORDS, cause);
  }
}
