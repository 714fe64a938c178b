package elsewhere.circle.trip;

import elsewhere.circle.Round;
import org.jspecify.annotations.Nullable;

/** Comes back. */
public record Trip(@Nullable Round round) {}
