package hub.accounts.credential;

import hub.accounts.Account;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many wrong passwords may be tried. Only wrong ones count, so that as many right ones as there
 * are may come at once; and nobody's guesses keep an account from signing in elsewhere. Why so:
 * docs/decisions/0015.
 */
@Component
class GuessLimits {

  private final RateLimits limits;
  private final KnownNetworks known;

  GuessLimits(RateLimits limits, KnownNetworks known) {
    this.limits = limits;
    this.known = known;
  }

  /**
   * Looks whether another password may be tried; takes nothing.
   *
   * @param name what the account was called by, in lower case
   * @param account null where there is none of that name
   * @throws TooManyAttempts where it may not
   */
  void require(String name, @Nullable Account account, String network) {
    limits.require(Limit.GUESSES_AT_ACCOUNT_FROM_ADDRESS, name + " " + network);
    try {
      limits.require(Limit.GUESSES_FROM_ADDRESS, network);
      if (!limits.isLeft(Limit.GUESSES_AT_ACCOUNT, name)) {
        limits.require(Limit.GUESSES_UNDER_ATTACK, name + " " + network);
      }
    } catch (TooManyAttempts e) {
      if (account == null || !known.knows(account.id(), network)) {
        throw e;
      }
    }
  }

  /** Counts a wrong one. */
  void count(String name, String network) {
    limits.tryTake(Limit.GUESSES_AT_ACCOUNT_FROM_ADDRESS, name + " " + network);
    limits.tryTake(Limit.GUESSES_FROM_ADDRESS, network);
    if (!limits.tryTake(Limit.GUESSES_AT_ACCOUNT, name)) {
      limits.tryTake(Limit.GUESSES_UNDER_ATTACK, name + " " + network);
    }
  }
}
