package hub.search;

import hub.repositories.RepositoryName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A repository that was found. */
public record Hit(
    long repositoryId,
    RepositoryName name,
    String description,
    boolean official,
    boolean isPrivate,
    int stars,
    long pulls,
    @Nullable Instant lastPushedAt) {}
