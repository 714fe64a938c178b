package hub.web.repository;

import hub.accounts.Caller;
import hub.db.HubSettings;
import hub.registry.Images;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.access.Permission;
import hub.repositories.life.Repositories;
import hub.search.star.Stars;
import org.springframework.stereotype.Component;

/** Reads what stands over every page of a repository, for those who may see it. */
@Component
public class RepositoryHeads {

  private final Repositories repositories;
  private final Images images;
  private final Stars stars;
  private final HubSettings settings;

  RepositoryHeads(Repositories repositories, Images images, Stars stars, HubSettings settings) {
    this.repositories = repositories;
    this.images = images;
    this.stars = stars;
    this.settings = settings;
  }

  /**
   * The head of a repository.
   *
   * @throws RepositoryNotFound where there is none, or the caller may not see it
   */
  public RepositoryHeadView read(Caller caller, RepositoryName name) {
    RepositoryDetail detail = repositories.detail(caller, name);
    return new RepositoryHeadView(
        detail,
        settings.registryHost() + "/" + name.familiar(),
        repositories
            .permission(caller, detail.ref())
            .orElseThrow(() -> new RepositoryNotFound(name)),
        images.activity(detail.id()),
        images.countTags(detail.id()),
        stars.count(detail.id()),
        !caller.isAnonymous() && stars.isStarred(caller, detail.id()));
  }

  /**
   * The same, for its owner only.
   *
   * @throws RepositoryNotFound where the caller may not even see it
   */
  public RepositoryHeadView readAsAdmin(Caller caller, RepositoryName name) {
    repositories.require(caller, name, Permission.ADMIN);
    return read(caller, name);
  }
}
