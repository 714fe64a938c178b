package hub.web.repository;

import hub.accounts.Caller;
import hub.db.HubSettings;
import hub.registry.browse.TagCounts;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.access.VisibleRepository;
import hub.repositories.activity.RepositoryActivity;
import hub.repositories.life.Repositories;
import hub.search.star.Stars;
import org.springframework.stereotype.Component;

/** Reads what stands over every page of a repository, for those who may see it. */
@Component
public class RepositoryHeads {

  private final Permissions permissions;
  private final Repositories repositories;
  private final TagCounts counts;
  private final RepositoryActivity activities;
  private final Stars stars;
  private final HubSettings settings;

  RepositoryHeads(
      Permissions permissions,
      Repositories repositories,
      TagCounts counts,
      RepositoryActivity activities,
      Stars stars,
      HubSettings settings) {
    this.permissions = permissions;
    this.repositories = repositories;
    this.counts = counts;
    this.activities = activities;
    this.stars = stars;
    this.settings = settings;
  }

  /**
   * The head of a repository.
   *
   * @throws RepositoryNotFound where there is none, or the caller may not see it
   */
  public RepositoryHeadView read(Caller caller, RepositoryName name) {
    return read(
        caller,
        permissions
            .see(caller, name)
            .filter(it -> !it.repository().draft())
            .orElseThrow(() -> new RepositoryNotFound(name)));
  }

  private RepositoryHeadView read(Caller caller, VisibleRepository seen) {
    RepositoryDetail detail = repositories.detail(seen.repository());
    return new RepositoryHeadView(
        detail,
        settings.registryHost() + "/" + detail.name().familiar(),
        seen.permission(),
        activities.of(detail.id()),
        counts.of(detail.id()),
        stars.count(detail.id()),
        !caller.isAnonymous() && stars.isStarred(caller, detail.id()));
  }

  /**
   * The same, for its owner only.
   *
   * @throws RepositoryNotFound where the caller may not even see it
   */
  public RepositoryHeadView readAsAdmin(Caller caller, RepositoryName name) {
    permissions.require(caller, name, Permission.ADMIN);
    return read(caller, name);
  }
}
