package hub.accounts;

/**
 * Checks a name and a secret, as `docker login`, the API and the sign-in page send them: the secret
 * is a password or an access token.
 */
public interface Credentials {

  /**
   * Signs in.
   *
   * @param name Docker ID or e-mail address; upper case is folded
   * @param secret password or access token
   * @param address where the request came from, for counting what was guessed
   * @throws BadCredentials where they do not go together, without telling which of them is wrong
   * @throws TooManyAttempts after too many wrong guesses from an address or at an account
   */
  Caller signIn(String name, String secret, String address);
}
