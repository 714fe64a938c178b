package hub.registry.browse;

import org.jspecify.annotations.Nullable;

/**
 * One step.
 *
 * @param command as its author wrote it, as far as known: {@code RUN apt-get update}
 * @param comment what the builder says beside it; null where that tells nothing
 * @param digest of the layer it made, null where it made none
 * @param squashed whether its layer holds what the steps before it made, as it makes no files
 *     itself
 */
public record Step(
    String command,
    @Nullable String comment,
    @Nullable String digest,
    long bytes,
    boolean base,
    boolean squashed) {}
