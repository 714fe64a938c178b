package hub.web.home;

import hub.accounts.Caller;
import hub.accounts.credential.AccessTokens;
import hub.registry.browse.Headlines;
import hub.registry.browse.Headlines.Headline;
import hub.registry.quota.StorageQuota;
import hub.repositories.allowance.PrivateAllowances;
import hub.repositories.listing.RepositoryLists;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.listing.RepositorySummary;
import hub.web.page.CursorLink;
import hub.web.page.RepositoryPaths;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The repositories of the person who is signed in, and what to do next. */
@Component
class Dashboards {

  private static final int SIZE = 30;

  private final RepositoryLists lists;
  private final Headlines headlines;
  private final PrivateAllowances allowances;
  private final AccessTokens tokens;
  private final StorageQuota quota;

  Dashboards(
      RepositoryLists lists,
      Headlines headlines,
      PrivateAllowances allowances,
      AccessTokens tokens,
      StorageQuota quota) {
    this.lists = lists;
    this.headlines = headlines;
    this.allowances = allowances;
    this.tokens = tokens;
    this.quota = quota;
  }

  DashboardView read(Caller caller, String filter, String sort, String cursor) {
    Caller.Identity me = Objects.requireNonNull(caller.account());
    RepositoryOrder order = RepositoryOrder.parse(sort).orElse(RepositoryOrder.PUSHED);
    String wanted = filter.strip();
    RepositoryLists.Mine mine = lists.mine(caller, wanted, order, cursor, SIZE);
    Map<Long, Headline> found =
        headlines.withBases(mine.repositories().stream().map(RepositorySummary::id).toList());
    List<DashboardView.Row> rows =
        mine.repositories().stream()
            .map(repository -> new DashboardView.Row(repository, found.get(repository.id())))
            .toList();
    // Read apart from the list: what others have made and pushed is no step of one's own.
    List<RepositorySummary> own =
        lists.ofNamespace(caller, me.name(), "", RepositoryOrder.PUSHED, 1, SIZE).repositories();
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
        own.isEmpty() ? "/repositories/create" : RepositoryPaths.page(own.getFirst().name()),
        new DashboardView.Steps(
            me.confirmed(),
            !own.isEmpty(),
            own.stream().anyMatch(it -> it.lastPushedAt() != null),
            !tokens.list(me.id()).isEmpty()));
  }
}
