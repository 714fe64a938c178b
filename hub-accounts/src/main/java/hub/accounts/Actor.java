package hub.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Who did something, with what, and from where: every event of a change carries it.
 *
 * @param accountId null where nobody was signed in, or the hub did it by itself
 * @param name the account's name at that moment; empty where there is none
 * @param credential what they came with
 */
public record Actor(@Nullable Long accountId, String name, Credential credential) {

  /** Somebody who is not signed in and yet acts for an account: by a mailed link, or a password. */
  public static Actor of(Account account, Credential credential) {
    return new Actor(account.id(), account.name(), credential);
  }

  /** What the hub does by itself: collection, expiry, a start. */
  public static final Actor HUB = new Actor(null, "", Credential.none(Origin.INSIDE));
}
