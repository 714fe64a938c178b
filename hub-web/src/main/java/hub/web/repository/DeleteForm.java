package hub.web.repository;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** The name of a repository, typed to delete it. */
record DeleteForm(String typed) {

  DeleteForm(@Nullable String typed) {
    this.typed = FormText.of(typed);
  }
}
