package hub.web.webhook;

import hub.webhooks.Delivery;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A delivery as its page shows it.
 *
 * @param title what was told, as {@code push api:1.0}
 * @param request the payload, indented; the beginning of a long one
 * @param shortened whether that is not all of it
 * @param headers the request's first line and headers
 * @param due whether the next try is due by now, and waits for its turn
 */
record DeliveryView(
    UUID id,
    String title,
    Delivery.State state,
    int attempts,
    @Nullable Integer status,
    @Nullable Integer durationMs,
    @Nullable String error,
    @Nullable String response,
    Instant createdAt,
    @Nullable Instant nextTryAt,
    boolean due,
    String headers,
    String request,
    boolean shortened) {

  /** A payload holds the whole overview of the repository, and a page many deliveries. */
  static final int SHOWN = 4_000;

  private static final JsonMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  static DeliveryView of(Delivery delivery, String repository, String url) {
    String request = indented(delivery.payload());
    boolean shortened = request.length() > SHOWN;
    Instant next = delivery.nextTryAt();
    return new DeliveryView(
        delivery.id(),
        delivery.event() + " " + repository + (delivery.tag() == null ? "" : ":" + delivery.tag()),
        delivery.state(),
        delivery.attempts(),
        delivery.status(),
        delivery.durationMs(),
        delivery.error(),
        delivery.response(),
        delivery.createdAt(),
        next,
        next != null && !next.isAfter(Instant.now()),
        headers(delivery, url),
        shortened ? request.substring(0, SHOWN) + "…" : request,
        shortened);
  }

  /** Whether nobody was called yet: the page looks again by itself. */
  boolean isFresh() {
    return state == Delivery.State.PENDING && attempts == 0;
  }

  private static String indented(String payload) {
    try {
      return INDENTED.writeValueAsString(INDENTED.readTree(payload));
    } catch (JacksonException e) {
      return payload;
    }
  }

  private static String headers(Delivery delivery, String url) {
    URI target = URI.create(url);
    String path = target.getRawPath();
    return """
        POST %s%s
        Host: %s
        Content-Type: application/json
        User-Agent: hub-webhooks/1
        X-Hub-Event: %s
        X-Hub-Delivery: %s"""
        .formatted(
            path == null || path.isEmpty() ? "/" : path,
            target.getRawQuery() == null ? "" : "?" + target.getRawQuery(),
            target.getRawAuthority(),
            delivery.event(),
            delivery.id());
  }
}
