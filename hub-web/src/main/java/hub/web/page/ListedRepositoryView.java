package hub.web.page;

import hub.registry.browse.Headlines.Headline;
import hub.repositories.RepositoryName;
import hub.repositories.listing.RepositorySummary;
import hub.search.Hit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A repository in a list for visitors.
 *
 * @param parts its own name, cut where it matches what was searched for
 * @param stars null where the list does not tell
 * @param headline what stands for it, null where nothing was pushed
 */
public record ListedRepositoryView(
    RepositoryName name,
    List<Part> parts,
    String description,
    boolean isPrivate,
    @Nullable Integer stars,
    long pulls,
    @Nullable Instant pushedAt,
    @Nullable Headline headline) {

  /** A part of a name. */
  public record Part(String text, boolean match) {}

  /** A hit of a search. */
  public static ListedRepositoryView of(Hit hit, String searched, @Nullable Headline headline) {
    return new ListedRepositoryView(
        hit.name(),
        parts(hit.name().name(), searched),
        hit.description(),
        hit.isPrivate(),
        hit.stars(),
        hit.pulls(),
        hit.lastPushedAt(),
        headline);
  }

  /** A repository of a namespace. */
  public static ListedRepositoryView of(RepositorySummary repository, @Nullable Headline headline) {
    return new ListedRepositoryView(
        repository.name(),
        parts(repository.name().name(), ""),
        repository.description(),
        repository.isPrivate(),
        null,
        repository.pulls(),
        repository.lastPushedAt(),
        headline);
  }

  /** Its platforms, without the usual system. */
  public List<String> platforms() {
    return headline == null
        ? List.of()
        : Platforms.brief(headline.images()).stream().limit(6).toList();
  }

  /** What a pull of it moves, or null. */
  public @Nullable Long bytes() {
    return headline == null ? null : headline.bytes();
  }

  private static List<Part> parts(String name, String searched) {
    String wanted = searched.strip().toLowerCase(Locale.ROOT);
    wanted = wanted.substring(wanted.lastIndexOf('/') + 1);
    int at = wanted.isEmpty() ? -1 : name.indexOf(wanted);
    if (at < 0) {
      return List.of(new Part(name, false));
    }
    var parts = new ArrayList<Part>();
    if (at > 0) {
      parts.add(new Part(name.substring(0, at), false));
    }
    parts.add(new Part(wanted, true));
    if (at + wanted.length() < name.length()) {
      parts.add(new Part(name.substring(at + wanted.length()), false));
    }
    return parts;
  }
}
