package hub.search;

import hub.accounts.Caller;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What the start page shows to visitors: the most pulled and the newest pushed of the public
 * repositories. To find them all entries are counted and sorted, so on a large hub they are kept
 * for a minute. A small hub is read anew each time: that costs little, and its first push shows at
 * once.
 */
@Service
public class TopRepositories {

  /** From so many public repositories on a hub is large. */
  static final int LARGE = 1_000;

  private static final int SHOWN = 5;
  private static final long LIFE = Duration.ofMinutes(1).toNanos();

  private final Search search;
  private final JdbcClient jdbc;
  private volatile @Nullable Kept kept;

  TopRepositories(Search search, JdbcClient jdbc) {
    this.search = search;
    this.jdbc = jdbc;
  }

  /**
   * The top of the hub, at most five of each.
   *
   * @param total how many public repositories there are
   */
  public record Top(long total, List<Hit> mostPulled, List<Hit> justPushed) {

    private Top only(Set<Long> visible) {
      return new Top(
          total,
          mostPulled.stream().filter(hit -> visible.contains(hit.repositoryId())).toList(),
          justPushed.stream().filter(hit -> visible.contains(hit.repositoryId())).toList());
    }

    private List<Long> ids() {
      return Stream.concat(mostPulled.stream(), justPushed.stream())
          .map(Hit::repositoryId)
          .distinct()
          .toList();
    }
  }

  private record Kept(Top top, long since) {

    boolean isFresh() {
      return System.nanoTime() - since < LIFE;
    }
  }

  /** What visitors see. What was hidden or deleted meanwhile is never among it. */
  public Top read() {
    Top found = found();
    return found.total() < LARGE ? found : found.only(stillPublic(found.ids()));
  }

  private Top found() {
    Kept known = kept;
    if (known == null) {
      return keep();
    }
    return known.isFresh() ? known.top() : renewed();
  }

  /** One caller looks, the others wait for what it finds. */
  private synchronized Top renewed() {
    Kept known = kept;
    return known != null && known.isFresh() ? known.top() : keep();
  }

  private Top keep() {
    Results mostPulled = top(SearchOrder.PULLS);
    Top top = new Top(mostPulled.total(), mostPulled.hits(), top(SearchOrder.UPDATED).hits());
    kept = top.total() < LARGE ? null : new Kept(top, System.nanoTime());
    return top;
  }

  private Results top(SearchOrder order) {
    return search.find(Caller.anonymous(), new SearchQuery("", false, 0, order, 1, SHOWN));
  }

  private Set<Long> stillPublic(List<Long> ids) {
    return ids.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(
                    "select repository_id from search_entry where repository_id in (:ids) and public")
                .param("ids", ids)
                .query(Long.class)
                .list());
  }
}
