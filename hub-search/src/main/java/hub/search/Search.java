package hub.search;

import hub.accounts.Caller;
import hub.repositories.RepositoryName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds repositories that the caller may see. */
public interface Search {

  /**
   * One page of hits.
   *
   * @throws IllegalArgumentException never for what a visitor can type: odd input finds nothing
   */
  Results find(Caller caller, Query query);

  /**
   * What is looked for.
   *
   * @param text words, part of a name, or a namespace; empty means all
   * @param official true for official images only
   * @param minStars at least so many stars
   * @param page 1 and up
   * @param size how many a page, 1 to 100
   */
  record Query(String text, boolean official, int minStars, Order order, int page, int size) {

    /** How hits are sorted. */
    public enum Order {
      BEST,
      PULLS,
      STARS,
      UPDATED
    }
  }

  /**
   * Hits, best first.
   *
   * @param total how many there are in all
   * @param suggestion a name that was perhaps meant, where there are none
   */
  record Results(List<Hit> hits, long total, @Nullable String suggestion) {}

  /** One repository. */
  record Hit(
      long repositoryId,
      RepositoryName name,
      String description,
      boolean official,
      boolean isPrivate,
      int stars,
      long pulls,
      @Nullable Instant lastPushedAt) {}
}
