package hub.web.home;

import hub.accounts.Caller;
import hub.accounts.credential.AccessTokens;
import hub.registry.browse.LatestImages;
import hub.registry.browse.LatestImages.Latest;
import hub.registry.quota.StorageQuota;
import hub.repositories.allowance.PrivateAllowance;
import hub.repositories.allowance.PrivateAllowances;
import hub.repositories.listing.RepositoryLists;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.listing.RepositorySummary;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

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

  /**
   * One of my repositories.
   *
   * @param latest the tag pushed last, null where there is none
   */
  record Row(RepositorySummary repository, @Nullable Latest latest) {

    public long bytes() {
      var image = latest == null ? null : latest.usual();
      return image == null ? 0 : image.bytes();
    }
  }

  /** What a newcomer has done. */
  record Steps(boolean confirmed, boolean created, boolean pushed, boolean token) {

    public long done() {
      return java.util.stream.Stream.of(confirmed, created, pushed, token)
          .filter(Boolean::booleanValue)
          .count();
    }
  }

  /**
   * The page.
   *
   * @param scale bytes of the heaviest row, so that the ribbons compare
   * @param older address of the rest, or null
   */
  record Dashboard(
      String me,
      List<Row> rows,
      long scale,
      String filter,
      RepositoryOrder order,
      boolean firstPage,
      @Nullable String older,
      PrivateAllowance allowance,
      StorageQuota.Use storage,
      Steps steps) {

    public RepositoryOrder[] orders() {
      return RepositoryOrder.values();
    }

    /** Whether the person has none at all, rather than none that match. */
    public boolean isNew() {
      return rows.isEmpty() && filter.isEmpty() && firstPage;
    }
  }

  Dashboard read(Caller caller, String filter, String sort, String cursor) {
    var me = Objects.requireNonNull(caller.account());
    RepositoryOrder order = order(sort);
    String wanted = filter.strip();
    var mine = lists.mine(caller, wanted, order, cursor, SIZE);
    var latest = latestImages.of(mine.repositories().stream().map(RepositorySummary::id).toList());
    List<Row> rows =
        mine.repositories().stream()
            .map(repository -> new Row(repository, latest.get(repository.id())))
            .toList();
    // Found out apart from the list, which may be filtered to nothing.
    var first = lists.mine(caller, "", RepositoryOrder.PUSHED, null, 1).repositories();
    return new Dashboard(
        me.name(),
        rows,
        Math.max(1, rows.stream().mapToLong(Row::bytes).max().orElse(1)),
        wanted,
        order,
        cursor.isEmpty(),
        older(wanted, order, mine.next()),
        allowances.of(me.id()),
        quota.of(me.id()),
        new Steps(
            me.confirmed(),
            !first.isEmpty(),
            pushed(caller, first),
            !tokens.list(me.id()).isEmpty()));
  }

  /** Whether anything was pushed: an empty repository sorts by its making, so look at some more. */
  private boolean pushed(Caller caller, List<RepositorySummary> first) {
    return first.stream().anyMatch(repository -> repository.lastPushedAt() != null)
        || lists.mine(caller, "", RepositoryOrder.PUSHED, null, SIZE).repositories().stream()
            .anyMatch(repository -> repository.lastPushedAt() != null);
  }

  private static RepositoryOrder order(String text) {
    for (RepositoryOrder order : RepositoryOrder.values()) {
      if (order.name().toLowerCase(Locale.ROOT).equals(text)) {
        return order;
      }
    }
    return RepositoryOrder.PUSHED;
  }

  private static @Nullable String older(
      String filter, RepositoryOrder order, @Nullable String next) {
    return next == null
        ? null
        : UriComponentsBuilder.fromPath("/repositories")
            .queryParam("filter", "{filter}")
            .queryParam("sort", order.name().toLowerCase(Locale.ROOT))
            .queryParam("cursor", "{cursor}")
            .encode()
            .buildAndExpand(filter, next)
            .toUriString();
  }
}
