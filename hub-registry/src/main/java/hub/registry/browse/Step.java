package hub.registry.browse;

import org.jspecify.annotations.Nullable;

/**
 * One step.
 *
 * @param command as its author wrote it, as far as known: {@code RUN apt-get update}
 * @param digest of the layer it made, null where it made none
 */
public record Step(String command, @Nullable String digest, long bytes, boolean base) {}
