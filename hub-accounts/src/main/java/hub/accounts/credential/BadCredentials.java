package hub.accounts.credential;

/** The name and the secret do not go together. Does not tell whether the name exists. */
public class BadCredentials extends RuntimeException {

  public BadCredentials() {
    super("Wrong username or password.");
  }
}
