package hub.web.webhook;

import org.jspecify.annotations.Nullable;

/** What an owner fills in to add a webhook. */
record WebhookForm(String name, String url) {

  WebhookForm(@Nullable String name, @Nullable String url) {
    this.name = name == null ? "" : name.strip();
    this.url = url == null ? "" : url.strip();
  }
}
