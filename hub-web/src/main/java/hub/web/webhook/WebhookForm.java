package hub.web.webhook;

import hub.web.page.FormText;
import org.jspecify.annotations.Nullable;

/** What an owner fills in to add a webhook. */
record WebhookForm(String name, String url) {

  WebhookForm(@Nullable String name, @Nullable String url) {
    this.name = FormText.line(name);
    this.url = FormText.line(url);
  }
}
