package hub.web.repository;

import hub.repositories.Visibility;
import hub.web.page.FormText;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who shall see a repository from now on. */
record VisibilityForm(String visibility) {

  VisibilityForm(@Nullable String visibility) {
    this.visibility = FormText.of(visibility);
  }

  /** The choice; none where it is neither, since a slip must not make public what was private. */
  Optional<Visibility> chosen() {
    return Arrays.stream(Visibility.values())
        .filter(it -> it.text().equals(visibility))
        .findFirst();
  }
}
