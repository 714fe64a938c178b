package hub.registry;

import static org.assertj.core.api.Assertions.assertThat;

import hub.db.HubSettings;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ReachedAddressTests {

  private static final HubSettings HUB =
      new HubSettings(
          URI.create("https://hub.example.org"),
          Path.of("."),
          new HubSettings.Db(null, null, null));

  /** What the container makes of a request: scheme, name and port are as it was told to trust. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "hub.example.org, http, hub.example.org, 80, -, https://hub.example.org",
        "HUB.example.org, https, hub.example.org, 443, -, https://hub.example.org",
        "localhost:8080, http, localhost, 8080, -, http://localhost:8080",
        "[::1]:8080, http, [::1], 8080, -, http://[::1]:8080",
        "[::1], http, [::1], 80, -, http://[::1]",
        // a proxy that passes Host, and tells the scheme
        "second.example:8443, https, second.example, 443, -, https://second.example:8443",
        "second.example:443, https, second.example, 443, -, https://second.example",
        "second.example, https, second.example, 443, -, https://second.example",
        // and the port, where Host has none
        "second.example, https, second.example, 8443, -, https://second.example:8443",
        // one that tells the name, with a port or without
        "inner:8080, https, second.example, 443, second.example, https://second.example",
        "inner:8080, https, second.example, 8443, second.example, https://second.example:8443",
        "inner:8080, https, second.example, 443, second.example:8443, https://second.example:8443",
        // one that nobody trusts
        "second.example, http, second.example, 80, second.example:666, http://second.example",
        "second.example:8081, http, second.example, 8081, evil.example:666, http://second.example:8081",
        // no port at all
        "second.example:, http, second.example, 80, -, http://second.example",
        "-, http, inner, 8080, -, https://hub.example.org"
      })
  void isTheOneThatTheClientAsked(
      @Nullable String host,
      String scheme,
      String name,
      int port,
      @Nullable String forwardedHost,
      String address) {
    // As Tomcat's valve leaves it: the mock itself would read Host again.
    MockHttpServletRequest request =
        new MockHttpServletRequest() {
          @Override
          public String getServerName() {
            return name;
          }

          @Override
          public int getServerPort() {
            return port;
          }
        };
    if (host != null) {
      request.addHeader("Host", host);
    }
    if (forwardedHost != null) {
      request.addHeader("X-Forwarded-Host", forwardedHost);
    }
    request.setScheme(scheme);
    assertThat(ReachedAddress.of(HUB, request)).isEqualTo(address);
  }
}
