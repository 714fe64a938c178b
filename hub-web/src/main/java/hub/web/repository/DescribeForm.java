package hub.web.repository;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** The texts of a repository: one line, and the overview in Markdown. */
record DescribeForm(String description, String overview) {

  DescribeForm(@Nullable String description, @Nullable String overview) {
    this.description = FormText.of(description);
    this.overview = FormText.of(overview);
  }
}
