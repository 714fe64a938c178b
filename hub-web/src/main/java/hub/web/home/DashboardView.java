package hub.web.home;

import hub.registry.browse.Headlines.Headline;
import hub.registry.browse.PlatformImage;
import hub.registry.quota.StorageQuota;
import hub.repositories.allowance.PrivateAllowance;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.listing.RepositorySummary;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The repositories of one person, and what to do next.
 *
 * @param scale bytes of the heaviest row, so that the ribbons compare
 * @param older address of the rest, or null
 * @param firstPath where it is told how to push: to one's own repository, or to a new one
 */
record DashboardView(
    String me,
    List<Row> rows,
    long scale,
    String filter,
    RepositoryOrder order,
    boolean firstPage,
    @Nullable String older,
    PrivateAllowance allowance,
    StorageQuota.Use storage,
    String firstPath,
    Steps steps) {

  /**
   * One of the repositories.
   *
   * @param headline what stands for it, null where nothing was pushed
   */
  record Row(RepositorySummary repository, @Nullable Headline headline) {

    /** What most people pull; null where nothing was pushed, and for artifacts. */
    public @Nullable PlatformImage usual() {
      return headline == null ? null : headline.usual();
    }

    public long bytes() {
      return headline == null ? 0 : headline.bytes();
    }

    /** Whether its layers tell more than its size does. */
    public boolean hasRibbon() {
      PlatformImage image = usual();
      return image != null && image.layers().size() > 1;
    }
  }

  /** What a newcomer has done. */
  record Steps(boolean confirmed, boolean created, boolean pushed, boolean token) {

    public long done() {
      return Stream.of(confirmed, created, pushed, token).filter(Boolean::booleanValue).count();
    }
  }

  public RepositoryOrder[] orders() {
    return RepositoryOrder.values();
  }

  /** Whether the person has none at all, rather than none that match. */
  public boolean isNew() {
    return rows.isEmpty() && filter.isEmpty() && firstPage;
  }
}
