package hub.webhooks;

import hub.accounts.Caller;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What was sent to webhooks, and what came of it. Only who administers a repository sees it. */
@Service
@Transactional
public class Deliveries {

  private final DeliveryRows rows;
  private final Webhooks webhooks;
  private final Permissions permissions;
  private final DeliveryQueue queue;

  Deliveries(DeliveryRows rows, Webhooks webhooks, Permissions permissions, DeliveryQueue queue) {
    this.rows = rows;
    this.webhooks = webhooks;
    this.permissions = permissions;
    this.queue = queue;
  }

  /**
   * Some deliveries.
   *
   * @param next cursor of the page after this one, or null
   */
  public record Page(List<Delivery> deliveries, @Nullable String next) {}

  /**
   * What was sent to a webhook, newest first.
   *
   * @param cursor {@link Page#next} of another page, or null; one that is broken means the first
   * @param size 1 to 100
   * @throws WebhookNotFound where the repository has none of that id
   */
  @Transactional(readOnly = true)
  public Page list(
      Caller caller, RepositoryName repository, UUID webhookId, @Nullable String cursor, int size) {
    Webhook webhook = webhooks.find(caller, repository, webhookId);
    int limit = Math.clamp(size, 1, 100);
    UUID before = parse(cursor);
    List<Delivery> found =
        before == null
            ? rows.findByWebhookIdOrderByIdDesc(webhook.id(), Limit.of(limit + 1))
            : rows.findByWebhookIdAndIdLessThanOrderByIdDesc(
                webhook.id(), before, Limit.of(limit + 1));
    return found.size() > limit
        ? new Page(found.subList(0, limit), found.get(limit - 1).id().toString())
        : new Page(found, null);
  }

  /** The newest delivery of each webhook of a repository that has one, by the webhook's id. */
  @Transactional(readOnly = true)
  public Map<UUID, Delivery> newest(Caller caller, RepositoryName repository) {
    long id = permissions.require(caller, repository, Permission.ADMIN).id();
    return rows.newest(id).stream()
        .collect(Collectors.toMap(Delivery::webhookId, Function.identity()));
  }

  /**
   * One delivery.
   *
   * @throws WebhookNotFound where the webhook has none of that id
   */
  @Transactional(readOnly = true)
  public Delivery find(Caller caller, RepositoryName repository, UUID webhookId, UUID id) {
    return find(webhooks.find(caller, repository, webhookId), id);
  }

  private Delivery find(Webhook webhook, UUID id) {
    return rows.findByIdAndWebhookId(id, webhook.id()).orElseThrow(WebhookNotFound::new);
  }

  /**
   * Sends the same payload once more, as a delivery of its own.
   *
   * @throws WebhookNotFound where the webhook has none of that id
   */
  public Delivery redeliver(Caller caller, RepositoryName repository, UUID webhookId, UUID id) {
    RepositoryRef ref = permissions.require(caller, repository, Permission.ADMIN);
    Webhook webhook = webhooks.keep(ref, webhookId);
    return queue.add(find(webhook, id).again(), ref.namespaceId());
  }

  private static @Nullable UUID parse(@Nullable String cursor) {
    try {
      return cursor == null || cursor.isEmpty() ? null : UUID.fromString(cursor);
    } catch (IllegalArgumentException broken) {
      return null;
    }
  }
}
