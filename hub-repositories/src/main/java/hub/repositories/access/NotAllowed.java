package hub.repositories.access;

/** The caller sees the thing but may not do this to it; the message says what is missing. */
public class NotAllowed extends RuntimeException {

  public NotAllowed(String message) {
    super(message);
  }
}
