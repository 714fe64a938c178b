package hub.web.repository;

import hub.registry.browse.TagCounts;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permission;
import hub.repositories.activity.Activity;
import hub.web.page.RepositoryPaths;

/**
 * What stands over every page of a repository.
 *
 * @param image as clients type it, without a tag
 */
public record RepositoryHeadView(
    RepositoryDetail detail,
    String image,
    Permission permission,
    Activity activity,
    TagCounts.Count count,
    int stars,
    boolean starred) {

  public long id() {
    return detail.id();
  }

  public RepositoryName name() {
    return detail.name();
  }

  public String path() {
    return RepositoryPaths.page(name());
  }

  /** How many tags there are, without those that tools keep beside an image. */
  public int tags() {
    return count.images();
  }

  /** Whether nothing was pushed yet. */
  public boolean isEmpty() {
    return count.all() == 0;
  }

  public boolean isAdmin() {
    return permission.allows(Permission.ADMIN);
  }

  public boolean isWriter() {
    return permission.allows(Permission.WRITE);
  }
}
