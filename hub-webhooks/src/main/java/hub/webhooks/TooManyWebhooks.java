package hub.webhooks;

/** A repository has as many webhooks as it may. */
public class TooManyWebhooks extends RuntimeException {

  TooManyWebhooks() {
    super("A repository has at most " + Webhooks.MAX + " webhooks. Remove one first.");
  }
}
