package hub.repositories;

/** Who sees a repository. */
public enum Visibility {
  /** Anyone finds and pulls it. */
  PUBLIC,
  /** To all but its owner and collaborators it is not there. */
  PRIVATE
}
