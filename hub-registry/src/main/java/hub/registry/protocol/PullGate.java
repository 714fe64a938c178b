package hub.registry.protocol;

import hub.accounts.Caller;
import hub.registry.limit.PullLimits;
import hub.registry.limit.PullLimits.Standing;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/** Tells clients of the pull limit, in the headers and the words that Docker's know. */
@Component
class PullGate {

  private final PullLimits limits;
  private final Challenges challenges;

  PullGate(PullLimits limits, Challenges challenges) {
    this.limits = limits;
    this.challenges = challenges;
  }

  /** Says where the caller stands. The question whether a tag has moved is free. */
  void look(Granted granted, RegistryRequest request, HttpServletResponse response) {
    limits
        .look(granted.caller(), request.servlet().getRemoteAddr())
        .ifPresent(standing -> describe(standing, response));
  }

  /**
   * Takes one pull. Where pulls are limited, a client without credentials is asked for them: many
   * clients with an account send its name only when they are asked, and would pay as the address.
   *
   * @throws RegistryFailure 429 where none is left, with the time to wait; 401 for the question
   */
  void take(Granted granted, RegistryRequest request, HttpServletResponse response) {
    if (limits.areOn() && granted.visitor().cameWithNothing()) {
      throw new RegistryFailure(ErrorCode.UNAUTHORIZED)
          .with(
              "WWW-Authenticate",
              challenges.challenge(
                  request.servlet(), "repository:" + request.nameAsWritten() + ":pull", null));
    }
    limits
        .take(granted.caller(), request.servlet().getRemoteAddr())
        .ifPresent(
            standing -> {
              describe(standing, response);
              if (standing.isExceeded()) {
                throw new RegistryFailure(ErrorCode.TOOMANYREQUESTS, words(granted.caller()))
                    .with("Retry-After", Long.toString(standing.retryAfter().toSeconds()));
              }
            });
  }

  private static void describe(Standing standing, HttpServletResponse response) {
    String window = ";w=" + PullLimits.WINDOW.toSeconds();
    response.setHeader("ratelimit-limit", standing.limit() + window);
    response.setHeader("ratelimit-remaining", standing.remaining() + window);
    response.setHeader("docker-ratelimit-source", standing.source());
  }

  private static String words(Caller caller) {
    return caller.isAnonymous()
        ? "You have reached your unauthenticated pull rate limit. Sign in with docker login, or try"
            + " again later."
        : "You have reached your pull rate limit. Try again later.";
  }
}
