package hub.web.home;

import hub.registry.browse.LatestImages.Latest;
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
    Steps steps) {

  /**
   * One of the repositories.
   *
   * @param latest the tag pushed last, null where there is none
   */
  record Row(RepositorySummary repository, @Nullable Latest latest) {

    /** What most people pull; null where nothing was pushed, and for artifacts. */
    public @Nullable PlatformImage usual() {
      return latest == null ? null : latest.usual();
    }

    public long bytes() {
      PlatformImage image = usual();
      return image == null ? 0 : image.bytes();
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
