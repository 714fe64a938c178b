package hub.webhooks;

/** A name or an address that a webhook cannot have; the message is for the person who typed it. */
public class InvalidWebhook extends RuntimeException {

  private final String field;

  InvalidWebhook(String field, String message) {
    super(message);
    this.field = field;
  }

  /** {@code name} or {@code url}. */
  public String field() {
    return field;
  }
}
