package hub.web.repository;

import hub.repositories.Visibility;
import hub.repositories.life.NewRepository;
import org.jspecify.annotations.Nullable;

/** What a person fills in to make a repository. */
record CreateForm(String namespace, String name, String description, String visibility) {

  CreateForm(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String description,
      @Nullable String visibility) {
    this.namespace = namespace == null ? "" : namespace.strip();
    this.name = name == null ? "" : name.strip();
    this.description = description == null ? "" : description;
    this.visibility = "private".equals(visibility) ? "private" : "public";
  }

  NewRepository repository() {
    return new NewRepository(
        namespace,
        name,
        description,
        visibility.equals("private") ? Visibility.PRIVATE : Visibility.PUBLIC);
  }
}
