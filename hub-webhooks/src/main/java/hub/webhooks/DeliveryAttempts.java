package hub.webhooks;

import hub.webhooks.send.Answer;
import hub.webhooks.send.WebhookClient;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tries deliveries. No database connection is held while the receiver takes its time. */
@Component
class DeliveryAttempts {

  /** How many deliveries of a webhook are kept to be looked at. */
  private static final int KEPT = 200;

  private final DeliveryRows deliveries;
  private final WebhookRows webhooks;
  private final WebhookClient client;
  private final TransactionTemplate transaction;

  DeliveryAttempts(
      DeliveryRows deliveries,
      WebhookRows webhooks,
      WebhookClient client,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.webhooks = webhooks;
    this.client = client;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Tries once. Tells when to try again, if at all: a delivery that is done or gone is not. */
  Optional<Instant> attempt(UUID id) {
    Optional<Delivery> pending =
        deliveries.findById(id).filter(it -> it.state() == Delivery.State.PENDING);
    Optional<Webhook> webhook = pending.flatMap(it -> webhooks.findById(it.webhookId()));
    if (pending.isEmpty() || webhook.isEmpty()) {
      return Optional.empty();
    }
    Answer answer =
        client.send(WebhookUrl.parse(webhook.get().url()).uri(), pending.get().message());
    return Optional.ofNullable(
            transaction.execute(
                // Another node may have tried too, where this one was taken for dead.
                status ->
                    deliveries
                        .findById(id)
                        .filter(it -> it.state() == Delivery.State.PENDING)
                        .map(it -> note(it, answer))))
        .flatMap(it -> it)
        .map(Delivery::nextTryAt);
  }

  private Delivery note(Delivery delivery, Answer answer) {
    delivery.tried(answer);
    if (delivery.finishedAt() != null) {
      deliveries.forgetOld(delivery.webhookId(), KEPT);
    }
    return delivery;
  }
}
