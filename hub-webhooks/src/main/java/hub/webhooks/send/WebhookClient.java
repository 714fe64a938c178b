package hub.webhooks.send;

import hub.db.task.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * One HTTP POST to a receiver that nobody trusts: ten seconds in all, no redirects, 4 KiB of the
 * answer, and only to {@link AllowedTargets}. The address that was checked is the one that is
 * connected to, so a name that changes between the two gains nothing.
 */
@Component
public class WebhookClient implements DisposableBean {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_RESPONSE = 4 * 1024;

  /**
   * No call waits for the connection of another, also where all are to one host; those of calls
   * that were given up may take a moment to close.
   */
  private static final int CONNECTIONS = 2 * Lane.WEBHOOKS.places();

  private final AllowedTargets targets;
  private final Duration timeout;
  private final RestClient guarded;
  private final RestClient trusted;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @Autowired
  WebhookClient(AllowedTargets targets) {
    this(targets, TIMEOUT);
  }

  WebhookClient(AllowedTargets targets, Duration timeout) {
    this.targets = targets;
    this.timeout = timeout;
    this.guarded = client(targets.addresses());
    this.trusted = client(InetAddressFilter.all());
  }

  private static RestClient client(InetAddressFilter filter) {
    HttpClientSettings settings =
        HttpClientSettings.defaults()
            .withRedirects(HttpRedirects.DONT_FOLLOW)
            .withTimeouts(TIMEOUT, TIMEOUT)
            .withInetAddressFilter(filter);
    return RestClient.builder()
        .requestFactory(
            ClientHttpRequestFactoryBuilder.httpComponents()
                .withConnectionManagerCustomizer(
                    it -> it.setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS))
                // Straight to the address that was checked: through a proxy that the machine's
                // settings name, only the proxy's would be.
                // A cookie that one person's receiver sets is nobody else's; tries are ours to
                // count.
                .withHttpClientCustomizer(
                    it ->
                        it.setRoutePlanner(
                                new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                            .disableCookieManagement()
                            .disableAutomaticRetries())
                .build(settings))
        .defaultHeader("User-Agent", "hub-webhooks/1")
        .build();
  }

  /**
   * Sends a message once. What goes wrong is an answer too.
   *
   * @param url absolute, http or https
   */
  public Answer send(URI url, Message message) {
    long start = System.nanoTime();
    // The timeouts of the client count between bytes; this one counts for the whole.
    Future<Answer> answer = threads.submit(() -> exchange(url, message, start));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Answer.none(
          "No whole answer within " + timeout.toSeconds() + " seconds.", since(start));
    } catch (ExecutionException e) {
      return failed(url, e.getCause(), since(start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The hub is stopping.", e);
    } finally {
      answer.cancel(true);
    }
  }

  private Answer exchange(URI url, Message message, long start) {
    RestClient client = targets.trusts(host(url)) ? trusted : guarded;
    return client
        .post()
        .uri(url)
        .contentType(MediaType.APPLICATION_JSON)
        .header("X-Hub-Delivery", message.delivery())
        .header("X-Hub-Event", message.event())
        .body(message.payload().getBytes(StandardCharsets.UTF_8))
        .exchangeForRequiredValue(
            (request, response) ->
                Answer.of(
                    response.getStatusCode().value(), text(response.getBody()), since(start)));
  }

  private static String host(URI url) {
    return TargetHost.of(url).orElse("");
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readNBytes(MAX_RESPONSE), StandardCharsets.UTF_8)
        .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
  }

  private static Answer failed(URI url, @Nullable Throwable failure, Duration duration) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FilteredHostException) {
        return Answer.refused(AllowedTargets.refusal(host(url)), duration);
      }
      if (cause instanceof UnknownHostException) {
        return Answer.none("There is no host of the name " + host(url) + ".", duration);
      }
      if (cause instanceof SSLException) {
        return Answer.none("No secure connection: " + cause.getMessage(), duration);
      }
      if (cause instanceof ConnectException) {
        return Answer.none("Nothing answers at " + host(url) + ".", duration);
      }
    }
    return Answer.none("The connection broke before an answer came.", duration);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
