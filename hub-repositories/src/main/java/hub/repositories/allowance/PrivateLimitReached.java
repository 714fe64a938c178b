package hub.repositories.allowance;

/** One private repository more than the namespace may have. */
public class PrivateLimitReached extends RuntimeException {

  private final transient PrivateAllowance allowance;

  public PrivateLimitReached(PrivateAllowance allowance) {
    super(allowance.refusal());
    this.allowance = allowance;
  }

  public PrivateAllowance allowance() {
    return allowance;
  }
}
