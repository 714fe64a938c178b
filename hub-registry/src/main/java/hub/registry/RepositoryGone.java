package hub.registry;

/** The repository was deleted while something in it was pushed or deleted. */
public class RepositoryGone extends RuntimeException {

  private static final String WORDS = "the repository was deleted meanwhile";

  public RepositoryGone() {
    super(WORDS);
  }

  public RepositoryGone(Throwable cause) {
    super(WORDS, cause);
  }
}
