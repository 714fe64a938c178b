package hub.web.api.repository;

import com.fasterxml.jackson.annotation.JsonProperty;
import hub.repositories.Visibility;
import hub.repositories.life.Repositories;
import hub.search.star.Stars;
import hub.web.api.Access;
import hub.web.api.GrantedRepository;
import hub.web.api.MissingField;
import hub.web.api.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One repository, by the documented path and the older one that clients still use. */
@RestController
@RequestMapping({
  "/v2/namespaces/{namespace}/repositories/{repository}",
  "/v2/repositories/{namespace}/{repository}"
})
class RepositoryApi {

  private final Repositories repositories;
  private final RepositoryShapes shapes;
  private final Stars stars;

  RepositoryApi(Repositories repositories, RepositoryShapes shapes, Stars stars) {
    this.repositories = repositories;
    this.shapes = shapes;
    this.stars = stars;
  }

  record Description(
      @Nullable String description,
      @JsonProperty("full_description") @Nullable String fullDescription) {}

  record Privacy(@JsonProperty("is_private") @Nullable Boolean isPrivate) {}

  @GetMapping
  @Needs(Access.READ)
  RepositoryJson.Whole show(GrantedRepository granted) {
    return shapes.whole(
        granted.caller(), repositories.detail(granted.repository()), granted.permission());
  }

  @PatchMapping
  @Needs(Access.ADMIN)
  RepositoryJson.Whole describe(GrantedRepository granted, @RequestBody Description told) {
    return shapes.whole(
        granted.caller(),
        repositories.describe(
            granted.caller(), granted.name(), told.description(), told.fullDescription()),
        granted.permission());
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Needs(Access.ADMIN)
  void delete(GrantedRepository granted) {
    repositories.delete(granted.caller(), granted.name(), granted.name().name());
  }

  @PostMapping("/privacy")
  @Needs(Access.ADMIN)
  RepositoryJson.Whole hide(GrantedRepository granted, @RequestBody Privacy privacy) {
    if (privacy.isPrivate() == null) {
      throw new MissingField("is_private");
    }
    Visibility visibility = privacy.isPrivate() ? Visibility.PRIVATE : Visibility.PUBLIC;
    return shapes.whole(
        granted.caller(),
        repositories.changeVisibility(granted.caller(), granted.name(), visibility),
        granted.permission());
  }

  @PostMapping("/stars")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Needs(Access.READ_SIGNED_IN)
  void star(GrantedRepository granted) {
    stars.star(granted.caller(), granted.id());
  }

  @DeleteMapping("/stars")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Needs(Access.READ_SIGNED_IN)
  void unstar(GrantedRepository granted) {
    stars.unstar(granted.caller(), granted.id());
  }
}
