package hub.web.api.repository;

import hub.accounts.Caller;
import hub.repositories.RepositoryDetail;
import hub.repositories.access.Collaborators;
import hub.repositories.access.Permission;
import hub.repositories.activity.RepositoryActivity;
import hub.search.star.Stars;
import org.springframework.stereotype.Component;

/** Gathers what a repository is told with. */
@Component
class RepositoryShapes {

  private final Collaborators collaborators;
  private final RepositoryActivity activities;
  private final Stars stars;

  RepositoryShapes(Collaborators collaborators, RepositoryActivity activities, Stars stars) {
    this.collaborators = collaborators;
    this.activities = activities;
    this.stars = stars;
  }

  /** All of a repository, as this caller may know it. */
  RepositoryJson.Whole whole(Caller caller, RepositoryDetail repository, Permission permission) {
    int people =
        permission.allows(Permission.ADMIN)
            ? collaborators.list(caller, repository.name()).size()
            : 0;
    return RepositoryJson.Whole.of(
        repository,
        permission,
        activities.of(repository.id()),
        stars.count(repository.id()),
        stars.isStarred(caller, repository.id()),
        people);
  }
}
