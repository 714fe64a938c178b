package hub.webhooks;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.mail.MailOrder;
import hub.accounts.mail.Mails;
import hub.repositories.RepositoryName;
import hub.webhooks.WebhookChanged.What;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts the calls of a webhook that fail in a row, and switches it off when there were many and
 * they began a while ago: nobody listens there, and calls that work would wait for it. Its owner is
 * told by mail, and switches it on again.
 */
@Component
class WebhookHealth {

  /** So many calls in a row, the tries of one delivery among them. */
  static final int MOST_FAILURES = 20;

  /** A receiver that is away for less, an upgrade of it for one, keeps its webhook. */
  static final Duration SHORTEST = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final Accounts accounts;
  private final Mails mails;
  private final ApplicationEventPublisher events;

  WebhookHealth(JdbcClient jdbc, Accounts accounts, Mails mails, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.mails = mails;
    this.events = events;
  }

  /** Notes that a call was answered with a 2xx. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void succeeded(UUID webhook) {
    jdbc.sql("update webhook set failures = 0, failing_since = null where id = ? and failures > 0")
        .param(webhook)
        .update();
  }

  /** Notes that one was not, and switches the webhook off where that was one too many. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void failed(Webhook webhook) {
    jdbc.sql(
            """
            update webhook
            set failures = failures + 1, failing_since = coalesce(failing_since, now())
            where id = ?
            """)
        .param(webhook.id())
        .update();
    int switched =
        jdbc.sql(
                """
                update webhook set switched_off_at = now()
                where id = ? and switched_off_at is null and failures >= ?
                  and failing_since <= now() - make_interval(secs => ?)
                """)
            .param(webhook.id())
            .param(MOST_FAILURES)
            .param(SHORTEST.toSeconds())
            .update();
    if (switched == 1) {
      tell(webhook);
    }
  }

  private record Home(long namespaceId, String name) {}

  private void tell(Webhook webhook) {
    Home home =
        jdbc.sql("select namespace_id, name from repository where id = ?")
            .param(webhook.repositoryId())
            .query((row, number) -> new Home(row.getLong("namespace_id"), row.getString("name")))
            .single();
    Account namespace = accounts.findById(home.namespaceId()).orElseThrow();
    RepositoryName repository = new RepositoryName(namespace.name(), home.name());
    events.publishEvent(WebhookChanged.byTheHub(webhook, repository, What.OFF));
    owner(webhook, namespace)
        .ifPresent(
            it -> {
              String email = it.email();
              if (email != null && it.isEmailConfirmed()) {
                mails.order(MailOrder.Kind.WEBHOOK_OFF, it, email, repository.toString());
              }
            });
  }

  /** Whose namespace it is, and where that is nobody's mailbox, who added the webhook. */
  private Optional<Account> owner(Webhook webhook, Account namespace) {
    return Optional.of(namespace)
        .filter(it -> it.email() != null)
        .or(() -> Optional.ofNullable(webhook.createdBy()).flatMap(accounts::findById));
  }
}
