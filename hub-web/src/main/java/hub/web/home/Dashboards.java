package hub.web.home;

import hub.accounts.Caller;
import hub.accounts.credential.AccessTokens;
import hub.registry.browse.LatestImages;
import hub.registry.browse.LatestImages.Latest;
import hub.registry.quota.StorageQuota;
import hub.repositories.allowance.PrivateAllowances;
import hub.repositories.listing.RepositoryLists;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.listing.RepositorySummary;
import hub.web.page.CursorLink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The repositories of the person who is signed in, and what to do next. */
@Component
class Dashboards {

  private static final int SIZE = 30;

  private final RepositoryLists lists;
  private final LatestImages latestImages;
  private final PrivateAllowances allowances;
  private final AccessTokens tokens;
  private final StorageQuota quota;

  Dashboards(
      RepositoryLists lists,
      LatestImages latestImages,
      PrivateAllowances allowances,
      AccessTokens tokens,
      StorageQuota quota) {
    this.lists = lists;
    this.latestImages = latestImages;
    this.allowances = allowances;
    this.tokens = tokens;
    this.quota = quota;
  }

  DashboardView read(Caller caller, String filter, String sort, String cursor) {
    Caller.Identity me = Objects.requireNonNull(caller.account());
    RepositoryOrder order = RepositoryOrder.parse(sort).orElse(RepositoryOrder.PUSHED);
    String wanted = filter.strip();
    RepositoryLists.Mine mine = lists.mine(caller, wanted, order, cursor, SIZE);
    Map<Long, Latest> latest =
        latestImages.of(mine.repositories().stream().map(RepositorySummary::id).toList());
    List<DashboardView.Row> rows =
        mine.repositories().stream()
            .map(repository -> new DashboardView.Row(repository, latest.get(repository.id())))
            .toList();
    // Read apart from the list, since the filter may leave nothing.
    List<RepositorySummary> first =
        lists.mine(caller, "", RepositoryOrder.PUSHED, null, 1).repositories();
    return new DashboardView(
        me.name(),
        rows,
        Math.max(1, rows.stream().mapToLong(DashboardView.Row::bytes).max().orElse(1)),
        wanted,
        order,
        cursor.isEmpty(),
        CursorLink.of("/repositories", wanted, order.text(), mine.next()),
        allowances.of(me.id()),
        quota.of(me.id()),
        new DashboardView.Steps(
            me.confirmed(),
            !first.isEmpty(),
            pushed(caller, first),
            !tokens.list(me.id()).isEmpty()));
  }

  /**
   * Whether anything was pushed: an empty repository is sorted by its creation, so look at some
   * more.
   */
  private boolean pushed(Caller caller, List<RepositorySummary> first) {
    return first.stream().anyMatch(repository -> repository.lastPushedAt() != null)
        || lists.mine(caller, "", RepositoryOrder.PUSHED, null, SIZE).repositories().stream()
            .anyMatch(repository -> repository.lastPushedAt() != null);
  }
}
