package hub.web.api.repository;

import hub.repositories.RepositoryDetail;
import hub.repositories.access.Permission;
import hub.repositories.activity.Activity;
import hub.repositories.listing.RepositorySummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A repository in Docker Hub's shapes: an entry of a list, or all of it. */
final class RepositoryJson {

  private RepositoryJson() {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Entry(
      String name,
      String namespace,
      String repositoryType,
      int status,
      String statusDescription,
      String description,
      boolean isPrivate,
      int starCount,
      long pullCount,
      Instant lastUpdated,
      Instant lastModified,
      Instant dateRegistered,
      String affiliation,
      List<String> mediaTypes,
      List<String> contentTypes,
      List<String> categories,
      @Nullable Long storageSize) {

    static Entry of(RepositorySummary repository, int stars) {
      Instant pushed = repository.lastPushedAt();
      return new Entry(
          repository.name().name(),
          repository.name().namespace(),
          "image",
          1,
          "active",
          repository.description(),
          repository.isPrivate(),
          stars,
          repository.pulls(),
          pushed == null ? repository.updatedAt() : pushed,
          repository.updatedAt(),
          repository.createdAt(),
          "",
          List.of(),
          pushed == null ? List.of() : List.of("image"),
          List.of(),
          null);
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Whole(
      String user,
      String name,
      String namespace,
      String repositoryType,
      int status,
      String statusDescription,
      String description,
      String fullDescription,
      boolean isPrivate,
      boolean isAutomated,
      int starCount,
      long pullCount,
      Instant lastUpdated,
      Instant lastModified,
      Instant dateRegistered,
      int collaboratorCount,
      String affiliation,
      String hubUser,
      boolean hasStarred,
      boolean canEdit,
      boolean isMigrated,
      Permissions permissions,
      List<String> mediaTypes,
      List<String> contentTypes,
      List<String> categories,
      ImmutableTags immutableTagsSettings,
      @Nullable Long storageSize,
      @Nullable String source) {

    static Whole of(
        RepositoryDetail repository,
        Permission permission,
        Activity activity,
        int stars,
        boolean starred,
        int collaborators) {
      Instant pushed = activity.lastPushedAt();
      String namespace = repository.name().namespace();
      return new Whole(
          namespace,
          repository.name().name(),
          namespace,
          "image",
          1,
          "active",
          repository.description(),
          repository.overview(),
          repository.isPrivate(),
          false,
          stars,
          activity.pulls(),
          pushed == null ? repository.updatedAt() : pushed,
          repository.updatedAt(),
          repository.createdAt(),
          collaborators,
          "",
          namespace,
          starred,
          permission.allows(Permission.ADMIN),
          false,
          new Permissions(
              true, permission.allows(Permission.WRITE), permission.allows(Permission.ADMIN)),
          List.of(),
          pushed == null ? List.of() : List.of("image"),
          List.of(),
          new ImmutableTags(false, List.of()),
          null,
          null);
    }
  }

  record Permissions(boolean read, boolean write, boolean admin) {}

  record ImmutableTags(boolean enabled, List<String> rules) {}
}
