package hub.web.repository;

import hub.repositories.Visibility;
import hub.repositories.life.NewRepository;
import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** What a person fills in to make a repository. */
record CreateForm(String namespace, String name, String description, String visibility) {

  CreateForm(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String description,
      @Nullable String visibility) {
    this.namespace = FormText.line(namespace);
    this.name = FormText.line(name);
    this.description = FormText.of(description);
    this.visibility = Visibility.parse(FormText.of(visibility)).text();
  }

  NewRepository repository() {
    return new NewRepository(namespace, name, description, Visibility.parse(visibility));
  }
}
