package hub.repositories;

import java.util.Locale;

/** Who sees a repository. */
public enum Visibility {
  /** Anyone finds and pulls it. */
  PUBLIC,
  /** To all but its owner and collaborators it is not there. */
  PRIVATE;

  /** Reads {@code private}; anything else is public, as forms preset it. */
  public static Visibility parse(String text) {
    return "private".equals(text) ? PRIVATE : PUBLIC;
  }

  /** As forms, the API and the database spell it: {@code public} or {@code private}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
