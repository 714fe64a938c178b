package hub.web.repository;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** A person who may push, by username. */
record CollaboratorForm(String person) {

  CollaboratorForm(@Nullable String person) {
    this.person = FormText.line(person);
  }
}
