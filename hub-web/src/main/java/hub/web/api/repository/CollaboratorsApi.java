package hub.web.api.repository;

import hub.repositories.access.Collaborators;
import hub.web.api.Access;
import hub.web.api.GrantedRepository;
import hub.web.api.MissingField;
import hub.web.api.Needs;
import hub.web.api.Paged;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who may push to another's repository. */
@RestController
@RequestMapping({
  "/v2/namespaces/{namespace}/repositories/{repository}/collaborators",
  "/v2/repositories/{namespace}/{repository}/collaborators"
})
class CollaboratorsApi {

  private final Collaborators collaborators;

  CollaboratorsApi(Collaborators collaborators) {
    this.collaborators = collaborators;
  }

  record Collaborator(@Nullable String user) {}

  @GetMapping
  @Needs(Access.ADMIN)
  Paged<Collaborator> list(GrantedRepository granted) {
    List<Collaborator> found =
        collaborators.list(granted.caller(), granted.name()).stream()
            .map(Collaborator::new)
            .toList();
    return new Paged<>(found.size(), null, null, found);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Needs(Access.ADMIN)
  Collaborator add(GrantedRepository granted, @RequestBody Collaborator asked) {
    if (asked.user() == null) {
      throw new MissingField("user");
    }
    collaborators.add(granted.caller(), granted.name(), asked.user());
    return asked;
  }

  @DeleteMapping("/{user}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Needs(Access.ADMIN)
  void remove(GrantedRepository granted, @PathVariable String user) {
    collaborators.remove(granted.caller(), granted.name(), user);
  }
}
