package hub.web.account;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** Who sees the repositories that pushes create. */
record NewRepositoriesForm(String visibility) {

  NewRepositoriesForm(@Nullable String visibility) {
    this.visibility = FormText.or(visibility, "public");
  }
}
