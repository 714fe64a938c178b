package hub.repositories.activity;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.accounts.SignedIn;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records every change, in its transaction: what was done, by whom, with which credential and from
 * where. The one listener to {@link Change}.
 */
@Component
class ActivityLog {

  /** For so long entries are kept, in days; then they are removed. */
  static final int KEPT_DAYS = 400;

  private static final int BATCH = 10_000;

  private final JdbcClient jdbc;

  ActivityLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void on(Change change) {
    ChangeRecord record = change.record();
    Actor actor = change.actor();
    if (change instanceof SignedIn && isJustRecorded(record, actor)) {
      return;
    }
    jdbc.sql(
            """
            insert into activity
              (owner_id, repository_id, repository, actor_id, actor, credential, credential_id,
               address, client, action, object, before, after)
            select coalesce(cast(:owner as bigint),
                            (select namespace_id from repository where id = :repository)),
                   :repository, :name, :actor, :actorName, :credential, :credentialId,
                   :address, :client, :action, :object,
                   cast(:before as jsonb), cast(:after as jsonb)
            """)
        .param("owner", record.ownerId(), Types.BIGINT)
        .param("repository", record.repositoryId(), Types.BIGINT)
        .param("name", record.repository())
        .param("actor", actor.accountId(), Types.BIGINT)
        .param("actorName", actor.name())
        .param("credential", actor.credential().kind().text())
        .param("credentialId", actor.credential().id(), Types.OTHER)
        .param("address", actor.credential().origin().address())
        .param("client", actor.credential().origin().client())
        .param("action", record.action())
        .param("object", record.object())
        .param("before", json(record.before()), Types.VARCHAR)
        .param("after", json(record.after()), Types.VARCHAR)
        .update();
  }

  /** Machines sign in as often as they like: once a minute, credential and address is recorded. */
  private boolean isJustRecorded(ChangeRecord record, Actor actor) {
    return jdbc.sql(
            """
            select exists (
              select from activity
              where at > now() - interval '1 minute' and action = :action and object = :object
                and owner_id = :owner and credential = :credential
                and credential_id is not distinct from :credentialId and address = :address)
            """)
        .param("action", record.action())
        .param("object", record.object())
        .param("owner", record.ownerId(), Types.BIGINT)
        .param("credential", actor.credential().kind().text())
        .param("credentialId", actor.credential().id(), Types.OTHER)
        .param("address", actor.credential().origin().address())
        .query(Boolean.class)
        .single();
  }

  private static @Nullable String json(Map<String, Object> fields) {
    return fields.isEmpty() ? null : JsonMapper.shared().writeValueAsString(fields);
  }

  /** Removes what is older than {@link #KEPT_DAYS}, in small transactions; tells how many. */
  int sweep() {
    int swept = 0;
    int batch;
    do {
      batch =
          jdbc.sql(
                  """
                  delete from activity where id in (
                    select id from activity where at < now() - make_interval(days => ?)
                    order by at limit ?)
                  """)
              .param(KEPT_DAYS)
              .param(BATCH)
              .update();
      swept += batch;
    } while (batch == BATCH);
    return swept;
  }
}
