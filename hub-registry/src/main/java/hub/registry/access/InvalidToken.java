package hub.registry.access;

/** A bearer token that is not ours, was changed, or has expired. */
public class InvalidToken extends RuntimeException {

  InvalidToken(String reason) {
    super(reason);
  }
}
