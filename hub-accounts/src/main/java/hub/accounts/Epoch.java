package hub.accounts;

/**
 * The age of what somebody came with. All that was made from a credential carries it, and is good
 * only as long as both numbers are those that the database has: so one update ends it, at every
 * door and on every node.
 *
 * @param account counts how often all that an account has was ended
 * @param credential the same of its password, or of one access token
 */
public record Epoch(int account, int credential) {

  /** Of an account that is new. */
  public static final Epoch FIRST = new Epoch(0, 0);

  /** As sessions keep it. */
  public String text() {
    return account + "." + credential;
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException where it is no epoch
   */
  public static Epoch parse(String text) {
    int dot = text.indexOf('.');
    return new Epoch(
        Integer.parseInt(text.substring(0, Math.max(dot, 0))),
        Integer.parseInt(text.substring(dot + 1)));
  }
}
