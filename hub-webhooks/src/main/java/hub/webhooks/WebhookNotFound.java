package hub.webhooks;

/** The repository has no such webhook, or the webhook no such delivery. */
public class WebhookNotFound extends RuntimeException {

  WebhookNotFound() {
    super("There is no such webhook or delivery.");
  }
}
