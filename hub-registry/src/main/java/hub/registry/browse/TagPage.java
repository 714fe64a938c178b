package hub.registry.browse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some tags.
 *
 * @param next cursor of the page after this one, or null
 * @param previous cursor of the page before this one, or null
 */
public record TagPage(List<TagSummary> tags, @Nullable String next, @Nullable String previous) {}
