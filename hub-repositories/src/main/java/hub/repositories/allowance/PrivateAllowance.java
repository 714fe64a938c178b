package hub.repositories.allowance;

/**
 * How many private repositories a namespace has, and how many it may have.
 *
 * @param limit {@code HUB_FREE_PRIVATE_REPOS}
 */
public record PrivateAllowance(int used, int limit) {

  /** Whether one more fits. */
  public boolean hasRoom() {
    return used < limit;
  }

  /** How many more fit. */
  public int left() {
    return Math.max(0, limit - used);
  }

  /** Why one more is refused and what helps, as Docker's client prints it. */
  public String refusal() {
    return "private repository limit reached (%d of %d): make one public, or delete one"
        .formatted(used, limit);
  }
}
