package hub.registry;

import hub.repositories.RepositoryName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A manifest was pushed. Published inside the transaction of the push, so a task that a listener
 * enqueues is never lost and never runs before the push is committed.
 *
 * @param tag the tag that was moved to it; null for a push by digest
 * @param pusherId the account that pushed
 */
public record ImagePushed(
    long repositoryId,
    RepositoryName repository,
    @Nullable TagName tag,
    Digest digest,
    String mediaType,
    long pusherId,
    String pusher,
    Instant at) {}
