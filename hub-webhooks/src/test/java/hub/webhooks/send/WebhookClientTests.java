package hub.webhooks.send;

import static org.assertj.core.api.Assertions.assertThat;

import hub.webhooks.Receiver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookClientTests {

  @Test
  void givesUpWaitingForAnAnswerThatTrickles() {
    try (Receiver receiver = new Receiver()) {
      receiver.replies(
          exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            for (int i = 0; i < 1000; i++) {
              exchange.getResponseBody().write('x');
              exchange.getResponseBody().flush();
              Thread.sleep(50);
            }
          });
      AllowedTargets targets = new AllowedTargets(new WebhookSettings(List.of("127.0.0.1")));
      WebhookClient client = new WebhookClient(targets, Duration.ofMillis(500));

      Answer answer =
          client.send(URI.create(receiver.url("/hook")), new Message("1", "test", "{}"));

      assertThat(receiver.requests).hasSize(1);
      assertThat(answer.isSuccess()).isFalse();
      assertThat(answer.duration()).isLessThan(Duration.ofSeconds(5));
      client.destroy();
    }
  }
}
