package hub.accounts.credential;

/** The account has as many access tokens as one may have. */
public class TooManyTokens extends RuntimeException {

  TooManyTokens() {
    super("You have " + AccessTokens.MOST + " access tokens. Revoke one that you no longer use.");
  }
}
