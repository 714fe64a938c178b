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
  private final WebhookHealth health;
  private final WebhookClient client;
  private final TransactionTemplate transaction;

  DeliveryAttempts(
      DeliveryRows deliveries,
      WebhookRows webhooks,
      WebhookHealth health,
      WebhookClient client,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.webhooks = webhooks;
    this.health = health;
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
    if (webhook.get().switchedOffAt() != null) {
      transaction.executeWithoutResult(
          status -> deliveries.findById(id).ifPresent(DeliveryAttempts::giveUp));
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
                        .map(it -> note(it, webhook.get(), answer))))
        .flatMap(it -> it)
        .map(Delivery::nextTryAt);
  }

  private static void giveUp(Delivery delivery) {
    delivery.giveUp("The webhook was switched off before this could be sent.");
  }

  private Delivery note(Delivery delivery, Webhook webhook, Answer answer) {
    delivery.tried(answer);
    if (answer.isSuccess()) {
      health.succeeded(webhook.id());
    } else {
      health.failed(webhook);
    }
    if (delivery.finishedAt() != null) {
      deliveries.forgetOld(delivery.webhookId(), KEPT);
    }
    return delivery;
  }
}
