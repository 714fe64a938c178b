package hub.registry.manifest;

import hub.accounts.Caller;
import hub.registry.Condition;
import hub.registry.Digest;
import hub.registry.ImagePushed;
import hub.registry.Reference;
import hub.registry.RefusedRow;
import hub.registry.RepositoryGone;
import hub.registry.TagName;
import hub.registry.tag.RepositoryHold;
import hub.registry.tag.Tags;
import hub.repositories.RepositoryRef;
import hub.repositories.activity.RepositoryActivity;
import hub.repositories.push.Drafts;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes in what is pushed: a manifest, the tags on it, and all that follows, or nothing. */
@Component
public class ManifestPush {

  /** How often a push is tried again after a conflict with others. */
  private static final int MOST_TRIES = 10;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ManifestCheck check;
  private final ManifestRows rows;
  private final Manifests manifests;
  private final Tags tags;
  private final RepositoryHold hold;
  private final Drafts drafts;
  private final RepositoryActivity activity;
  private final ApplicationEventPublisher events;

  ManifestPush(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      ManifestCheck check,
      ManifestRows rows,
      Manifests manifests,
      Tags tags,
      RepositoryHold hold,
      Drafts drafts,
      RepositoryActivity activity,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.check = check;
    this.rows = rows;
    this.manifests = manifests;
    this.tags = tags;
    this.hold = hold;
    this.drafts = drafts;
    this.activity = activity;
    this.events = events;
  }

  /**
   * Keeps a manifest and moves tags to it, in one transaction with all that follows from it. When
   * this returns, it is committed.
   *
   * @param reference what the manifest was pushed as
   * @param tags none for a push by digest alone
   * @param condition of what the reference names until then
   * @return what it names and the repository does not have: children of an index, or some of the
   *     layers of an image. Whatever of it is pushed later is linked then.
   * @throws ManifestReferencesUnknown where something is not here yet that it cannot do without
   * @throws ManifestInvalid where it says wrong sizes
   * @throws hub.repositories.push.PushRefused where the first manifest may not make the repository
   * @throws hub.registry.ConditionNotMet where that is not as it must be
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  public List<Digest> push(
      Caller caller,
      RepositoryRef repository,
      Reference reference,
      Collection<TagName> tags,
      Digest digest,
      ManifestDocument document,
      byte[] body,
      Condition condition) {
    Caller.Identity pusher = Objects.requireNonNull(caller.account(), "nobody pushes anonymously");
    Push push =
        new Push(
            caller, pusher, repository, sorted(tags), digest, document, body, reference, condition);
    Checked first = check.of(repository.id(), document);
    try {
      commit(push, first);
      return first.missing();
    } catch (DataIntegrityViolationException e) {
      if (!RefusedRow.isConflict(e)) {
        throw e;
      }
      return pushAgain(push, first);
    } catch (ConcurrencyFailureException e) {
      return pushAgain(push, first);
    }
  }

  /** Something was deleted in between, or two pushes met: looks again. */
  private List<Digest> pushAgain(Push push, Checked first) {
    for (int tries = 1; ; tries++) {
      Checked again = check.of(push.repository().id(), push.document());
      List<Digest> vanished =
          again.missing().stream().filter(it -> !first.missing().contains(it)).toList();
      if (!vanished.isEmpty()) {
        // It was here when the push relied on it: no sparse manifest, but one that came too late.
        throw new ManifestReferencesUnknown(vanished);
      }
      try {
        commit(push, again);
        return again.missing();
      } catch (DataIntegrityViolationException still) {
        if (tries == MOST_TRIES || !RefusedRow.isConflict(still)) {
          throw RefusedRow.goneOr(still);
        }
      } catch (ConcurrencyFailureException still) {
        if (tries == MOST_TRIES) {
          throw still;
        }
      }
    }
  }

  /** In one order for all, so that there is no deadlock. */
  private static List<TagName> sorted(Collection<TagName> tags) {
    return tags.stream().distinct().sorted(Comparator.comparing(TagName::value)).toList();
  }

  private void commit(Push push, Checked checked) {
    transaction.executeWithoutResult(
        status -> {
          RepositoryRef repository = push.repository();
          drafts.publish(push.caller(), repository);
          // Before any manifest is locked, as a deletion does.
          tags.takeTurns(repository.id(), push.tags().stream().map(TagName::value).toList());
          if (!push.condition().isNone()) {
            push.condition().require(manifests.digest(repository.id(), push.reference()));
          }
          if (!checked.missing().isEmpty()) {
            awaitWhatIsOnItsWay(repository.id());
          }
          insert(push, checked);
          for (TagName tag : push.tags()) {
            tags.move(push.caller(), repository.id(), tag, push.digest(), push.document().kind());
          }
          activity.pushed(repository.id());
          events.publishEvent(pushed(push));
        });
  }

  private void insert(Push push, Checked checked) {
    long repositoryId = push.repository().id();
    if (rows.insert(push, checked)) {
      return;
    }
    if (push.reference() instanceof Digest) {
      // Another push of it may have been committed since it was asked.
      push.condition().require(Optional.of(push.digest()));
    }
    // A new row holds the repository by its key; without one nothing has yet.
    hold.take(repositoryId);
    if (!manifests.renew(repositoryId, push.digest())) {
      throw new ConcurrencyFailureException(push.digest() + " was collected in between");
    }
  }

  private static ImagePushed pushed(Push push) {
    return new ImagePushed(
        push.repository().id(),
        push.repository().namespaceId(),
        push.repository().name(),
        push.tags(),
        push.digest(),
        push.document().mediaType(),
        push.caller().actor(),
        Instant.now());
  }

  /**
   * Waits for those who bring blobs and manifests to this repository right now, and keeps others
   * from it until this transaction ends: so one side or the other sees what is missing.
   */
  private void awaitWhatIsOnItsWay(long repositoryId) {
    jdbc.sql("select count(*) from pg_advisory_xact_lock(hashtextextended('sparse', ?))")
        .param(repositoryId)
        .query(Long.class)
        .single();
  }
}
