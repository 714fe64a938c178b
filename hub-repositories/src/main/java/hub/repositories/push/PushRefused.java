package hub.repositories.push;

/** A push that is not allowed; the message is what Docker's client prints after {@code denied:}. */
public class PushRefused extends RuntimeException {

  public PushRefused(String message) {
    super(message);
  }
}
