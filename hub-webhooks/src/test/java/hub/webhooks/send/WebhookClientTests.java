package hub.webhooks.send;

import static org.assertj.core.api.Assertions.assertThat;

import hub.webhooks.Receiver;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookClientTests {

  /** What -Dhttp.proxyHost says is for others: the proxy would be all that is checked. */
  @Test
  void passesNoProxyOfTheMachine() {
    try (Receiver proxy = new Receiver()) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
      URI internal = URI.create("http://10.1.2.3/hook");
      assertThat(ProxySelector.getDefault().select(internal))
          .as("what others are led to")
          .extracting(Proxy::type)
          .containsExactly(Proxy.Type.HTTP);
      WebhookClient client =
          new WebhookClient(
              new AllowedTargets(new WebhookSettings(List.of())), Duration.ofSeconds(5));

      Answer answer = client.send(internal, new Message("1", "test", "{}"));

      assertThat(answer.error()).contains("10.1.2.3 is an internal address");
      assertThat(answer.isFinal()).isTrue();
      assertThat(proxy.requests).isEmpty();
      client.destroy();
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void looksForAHostWithAnUnderscore() {
    WebhookClient client =
        new WebhookClient(
            new AllowedTargets(new WebhookSettings(List.of())), Duration.ofSeconds(30));

    Answer answer =
        client.send(
            URI.create("http://stack_runner.invalid:8080/hook"), new Message("1", "test", "{}"));

    assertThat(answer.error()).isEqualTo("There is no host of the name stack_runner.invalid.");
    client.destroy();
  }

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
