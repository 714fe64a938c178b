package hub.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hits, best first.
 *
 * @param total how many there are in all
 * @param suggestion a name that was perhaps meant, where nothing matches what was typed; the hits
 *     are then those that resemble it
 */
public record Results(List<Hit> hits, long total, @Nullable String suggestion) {}
