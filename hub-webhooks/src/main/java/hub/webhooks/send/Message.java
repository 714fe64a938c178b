package hub.webhooks.send;

/**
 * What a receiver is told.
 *
 * @param delivery the id of the delivery, the same for each try
 * @param event {@code push} or {@code test}
 * @param payload JSON
 */
public record Message(String delivery, String event, String payload) {}
