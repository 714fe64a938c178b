package hub.webhooks;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.repositories.RepositoryName;
import java.util.Locale;
import java.util.UUID;

/**
 * A webhook has another name or address, or was switched off or on.
 *
 * @param host of its address; the rest of it may be a secret
 */
public record WebhookChanged(
    long repositoryId,
    RepositoryName repository,
    UUID webhookId,
    String name,
    String host,
    What what,
    Actor actor)
    implements Change {

  /** What became of it. */
  public enum What {
    CHANGE,
    OFF,
    ON
  }

  static WebhookChanged byTheHub(Webhook webhook, RepositoryName repository, What what) {
    return of(webhook, repository, what, Actor.HUB);
  }

  static WebhookChanged of(Webhook webhook, RepositoryName repository, What what, Actor actor) {
    return new WebhookChanged(
        webhook.repositoryId(),
        repository,
        webhook.id(),
        webhook.name(),
        webhook.host(),
        what,
        actor);
  }

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository(
            "webhook." + what.name().toLowerCase(Locale.ROOT), repositoryId, repository.toString())
        .object(name)
        .made("id", webhookId.toString())
        .made("host", host);
  }
}
