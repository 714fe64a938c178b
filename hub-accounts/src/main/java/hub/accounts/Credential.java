package hub.accounts;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller came with, never its secret.
 *
 * @param id of the access token that it is or was made from; null where that is the password
 * @param epoch its age: it ends when the database has another
 */
public record Credential(Kind kind, @Nullable UUID id, Epoch epoch, Origin origin) {

  /** The kinds of credentials. */
  public enum Kind {
    /** Nothing came. */
    NONE,
    /** A session of the pages, made from a password or a mailed link. */
    SESSION,
    /** A name and a password. */
    PASSWORD,
    /** An access token. */
    ACCESS_TOKEN;

    /** As the database and logs spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException where it is none of these
     */
    public static Kind parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** Of somebody who came with nothing. */
  public static Credential none(Origin origin) {
    return new Credential(Kind.NONE, null, Epoch.FIRST, origin);
  }

  /** Of somebody who signed in on the pages. */
  public static Credential session(Epoch epoch, Origin origin) {
    return new Credential(Kind.SESSION, null, epoch, origin);
  }

  /** Of somebody who came with a password. */
  public static Credential password(Epoch epoch, Origin origin) {
    return new Credential(Kind.PASSWORD, null, epoch, origin);
  }

  /** Of somebody who came with an access token, or with what was made from one. */
  public static Credential accessToken(UUID id, Epoch epoch, Origin origin) {
    return new Credential(Kind.ACCESS_TOKEN, id, epoch, origin);
  }

  /** The same, brought by another request. */
  public Credential from(Origin other) {
    return new Credential(kind, id, epoch, other);
  }
}
