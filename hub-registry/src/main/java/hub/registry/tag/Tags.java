package hub.registry.tag;

import hub.accounts.Caller;
import hub.registry.ArtifactKind;
import hub.registry.Condition;
import hub.registry.Digest;
import hub.registry.ManifestUnknown;
import hub.registry.RepositoryGone;
import hub.registry.TagDeleted;
import hub.registry.TagName;
import hub.repositories.RepositoryRef;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Moves and deletes tags, and writes the history of each: who, with what, from where. */
@Component
public class Tags {

  private final JdbcClient jdbc;
  private final RepositoryHold hold;
  private final ApplicationEventPublisher events;

  Tags(JdbcClient jdbc, RepositoryHold hold, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.hold = hold;
    this.events = events;
  }

  /**
   * Tags in the order of their characters.
   *
   * @param last the tag after which the page begins; empty for the first
   */
  public List<String> list(long repositoryId, String last, int limit) {
    return jdbc.sql(
            "select name from tag where repository_id = ? and name > ? order by name limit ?")
        .param(repositoryId)
        .param(last)
        .param(limit)
        .query((row, index) -> row.getString(1))
        .list();
  }

  /** {@link #delete(Caller, RepositoryRef, TagName, Condition)}, whatever it names. */
  @Transactional
  public void delete(Caller caller, RepositoryRef repository, TagName tag) {
    delete(caller, repository, tag, Condition.NONE);
  }

  /**
   * Deletes a tag; the manifest stays.
   *
   * @param condition of what it names until then
   * @throws ManifestUnknown where there is no such tag
   * @throws hub.registry.ConditionNotMet where it names something else
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  @Transactional
  public void delete(Caller caller, RepositoryRef repository, TagName tag, Condition condition) {
    long repositoryId = repository.id();
    hold.take(repositoryId);
    takeTurns(repositoryId, List.of(tag.value()));
    byte[] digest =
        jdbc.sql("delete from tag where repository_id = ? and name = ? returning digest")
            .param(repositoryId)
            .param(tag.value())
            .query(byte[].class)
            .optional()
            .orElseThrow(() -> new ManifestUnknown(tag));
    condition.require(Optional.of(Digest.of(digest)));
    record(caller, repositoryId, tag.value(), digest, null);
    events.publishEvent(
        new TagDeleted(repositoryId, repository.name(), tag, Digest.of(digest), caller.actor()));
  }

  /**
   * Deletes every tag on a manifest, in the transaction that deletes the manifest.
   *
   * @return those that it deleted
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<TagName> deleteAllOn(Caller caller, long repositoryId, Digest digest) {
    takeTurns(repositoryId, namesOn(repositoryId, digest));
    return jdbc.sql(
            """
            with gone as (delete from tag where repository_id = :repository and digest = :digest
                          returning repository_id, name, digest)
            insert into tag_event
              (repository_id, name, old_digest, actor_id, credential, credential_id, address, at)
            select repository_id, name, digest, :actor, :credential, :credentialId, :address,
                   clock_timestamp()
            from gone
            returning name
            """)
        .param("repository", repositoryId)
        .param("digest", digest.bytes())
        .param("actor", caller.accountId(), Types.BIGINT)
        .param("credential", caller.credential().kind().text())
        .param("credentialId", caller.credential().id(), Types.OTHER)
        .param("address", caller.credential().origin().address())
        .query((row, _) -> new TagName(row.getString("name")))
        .list();
  }

  /**
   * Waits for those who move or delete these tags, and keeps others from it until this transaction
   * ends: so the history of a tag is one line without gaps. Call it before a manifest is locked, as
   * a deletion does.
   *
   * @param tags in the order of their characters, which is the same for all, so that there is no
   *     deadlock
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void takeTurns(long repositoryId, List<String> tags) {
    for (String tag : tags) {
      // The prefix keeps these locks apart from the one that 'sparse' is.
      jdbc.sql("select count(*) from pg_advisory_xact_lock(hashtextextended('tag:' || ?, ?))")
          .param(tag)
          .param(repositoryId)
          .query(Long.class)
          .single();
    }
  }

  /**
   * Points a tag to a manifest. The caller has {@link #takeTurns taken the turn}.
   *
   * @param kind what the manifest is of
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void move(
      Caller caller, long repositoryId, TagName tag, Digest digest, ArtifactKind kind) {
    byte[] old =
        jdbc.sql(
                """
                with before as (
                  select digest from tag where repository_id = :repository and name = :tag)
                insert into tag (repository_id, name, digest, sort_key, pushed_by, pushed_at)
                values (:repository, :tag, :digest, :sortKey, :pusher, clock_timestamp())
                on conflict (repository_id, name) do update
                set digest = excluded.digest, sort_key = excluded.sort_key,
                    pushed_by = excluded.pushed_by, pushed_at = clock_timestamp()
                returning (select digest from before) as old_digest
                """)
            .param("repository", repositoryId)
            .param("tag", tag.value())
            .param("digest", digest.bytes())
            .param("sortKey", VersionOrder.key(tag.value(), kind))
            .param("pusher", caller.accountId())
            .query((row, index) -> new Old(row.getBytes("old_digest")))
            .single()
            .digest();
    if (old == null || !digest.equals(Digest.of(old))) {
      record(caller, repositoryId, tag.value(), old, digest.bytes());
    }
  }

  private record Old(byte @Nullable [] digest) {}

  /** In the order in which all take turns. */
  private List<String> namesOn(long repositoryId, Digest digest) {
    return jdbc.sql("select name from tag where repository_id = ? and digest = ? order by name")
        .param(repositoryId)
        .param(digest.bytes())
        .query((row, index) -> row.getString(1))
        .list();
  }

  private void record(
      Caller caller, long repositoryId, String tag, byte @Nullable [] from, byte @Nullable [] to) {
    jdbc.sql(
            """
            insert into tag_event
              (repository_id, name, old_digest, new_digest, actor_id, credential, credential_id,
               address, at)
            values (:repository, :tag, :from, :to, :actor, :credential, :credentialId, :address,
                    clock_timestamp())
            """)
        .param("repository", repositoryId)
        .param("tag", tag)
        .param("from", from)
        .param("to", to)
        .param("actor", caller.accountId())
        .param("credential", caller.credential().kind().text())
        .param("credentialId", caller.credential().id(), Types.OTHER)
        .param("address", caller.credential().origin().address())
        .update();
  }
}
