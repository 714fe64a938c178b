package hub.accounts.person;

/** This hub takes no new accounts from the sign-up page. */
public class SignUpClosed extends RuntimeException {

  SignUpClosed() {
    super("Sign-up is not open on this hub.");
  }
}
