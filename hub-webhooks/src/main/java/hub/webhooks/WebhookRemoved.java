package hub.webhooks;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.repositories.RepositoryName;
import java.util.UUID;

/**
 * An address is told of pushes no longer; its deliveries are gone.
 *
 * @param host of its address; the rest of it may be a secret
 */
public record WebhookRemoved(
    long repositoryId,
    RepositoryName repository,
    UUID webhookId,
    String name,
    String host,
    Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("webhook.remove", repositoryId, repository.toString())
        .object(name)
        .changed("id", webhookId.toString(), null)
        .changed("host", host, null);
  }
}
