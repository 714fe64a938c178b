package hub.registry.manifest;

import hub.accounts.Caller;
import hub.registry.Digest;
import hub.registry.ManifestDeleted;
import hub.registry.ManifestUnknown;
import hub.registry.RefusedRow;
import hub.registry.RepositoryGone;
import hub.registry.TagName;
import hub.registry.quota.StorageQuota;
import hub.registry.tag.RepositoryHold;
import hub.registry.tag.Tags;
import hub.repositories.RepositoryRef;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes manifests. */
@Component
public class ManifestDeletion {

  /** How often a deletion is tried again after a conflict with others. */
  private static final int MOST_TRIES = 10;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Tags tags;
  private final RepositoryHold hold;
  private final StorageQuota quota;
  private final ApplicationEventPublisher events;

  ManifestDeletion(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Tags tags,
      RepositoryHold hold,
      StorageQuota quota,
      ApplicationEventPublisher events) {
    this.events = events;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.tags = tags;
    this.hold = hold;
    this.quota = quota;
  }

  /**
   * Deletes a manifest, and every tag on it.
   *
   * @throws ManifestUnknown where there is none
   * @throws ManifestInUse where an index lists it
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  public void delete(Caller caller, RepositoryRef repository, Digest digest) {
    for (int tries = 1; ; tries++) {
      try {
        deleteOnce(caller, repository, digest);
        return;
      } catch (DataIntegrityViolationException e) {
        if (!RefusedRow.isConflict(e)) {
          throw e;
        }
        // Or a push of the same manifest came in between, with a tag: the next look sees it too.
        if (isListed(repository.id(), digest) || tries == MOST_TRIES) {
          throw new ManifestInUse(digest);
        }
      } catch (ConcurrencyFailureException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private boolean isListed(long repositoryId, Digest digest) {
    return jdbc.sql(
            "select exists (select from manifest_child where repository_id = ? and child = ?)")
        .param(repositoryId)
        .param(digest.bytes())
        .query(Boolean.class)
        .single();
  }

  private void deleteOnce(Caller caller, RepositoryRef repository, Digest digest) {
    long repositoryId = repository.id();
    transaction.executeWithoutResult(
        status -> {
          hold.take(repositoryId);
          List<TagName> gone = tags.deleteAllOn(caller, repositoryId, digest);
          List<Digest> blobs = blobsOf(repositoryId, digest);
          int rows =
              jdbc.sql("delete from manifest where repository_id = ? and digest = ?")
                  .param(repositoryId)
                  .param(digest.bytes())
                  .update();
          if (rows == 0) {
            throw new ManifestUnknown(digest);
          }
          quota.giveUp(repository, blobs);
          events.publishEvent(
              new ManifestDeleted(repositoryId, repository.name(), digest, gone, caller.actor()));
        });
  }

  private List<Digest> blobsOf(long repositoryId, Digest manifest) {
    return !quota.isLimited()
        ? List.of()
        : jdbc.sql(
                """
                select distinct blob_digest from manifest_blob
                where repository_id = ? and manifest_digest = ? and blob_digest is not null
                """)
            .param(repositoryId)
            .param(manifest.bytes())
            .query((row, _) -> Digest.of(row.getBytes(1)))
            .list();
  }
}
