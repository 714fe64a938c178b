package hub.webhooks;

import hub.webhooks.send.TargetHost;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a webhook posts to: absolute, http or https, without credentials. */
record WebhookUrl(URI uri) {

  static final int MAX_LENGTH = 2000;

  /**
   * Reads what a person typed.
   *
   * @throws InvalidWebhook says which rule it breaks
   */
  static WebhookUrl parse(String text) {
    String url = text.strip();
    if (url.length() > MAX_LENGTH) {
      throw new InvalidWebhook("url", "The URL has more than " + MAX_LENGTH + " characters.");
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new InvalidWebhook("url", "This is no URL.");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority();
    if (authority != null && authority.contains("@")) {
      throw new InvalidWebhook(
          "url", "The URL must not hold a user name or password: others see it.");
    }
    if ((!scheme.equals("http") && !scheme.equals("https")) || TargetHost.of(uri).isEmpty()) {
      throw new InvalidWebhook(
          "url", "The URL must begin with https:// or http:// and name a host.");
    }
    if (TargetHost.port(uri) == 0 || TargetHost.port(uri) > 65535) {
      throw new InvalidWebhook("url", "The URL names a port that cannot be.");
    }
    return new WebhookUrl(uri);
  }

  String host() {
    return TargetHost.of(uri).orElseThrow();
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
