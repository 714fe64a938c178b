package hub.registry.browse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Pulls, and when the last pull and push were. */
public record Activity(
    long pulls, @Nullable Instant lastPulledAt, @Nullable Instant lastPushedAt) {}
