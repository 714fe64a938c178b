package hub.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;

class OneLookTests {

  private static final String SECRET = "hubp_of-a-test";
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final MockHttpSession session = new MockHttpSession();

  @Test
  void aSecretIsSeenOnce() {
    at(NOW).keep(SECRET, request("mine"));

    assertThat(at(NOW.plus(OneLook.LIFE)).take(request("mine"))).contains(SECRET);
    assertThat(at(NOW).take(request("mine"))).isEmpty();
    assertThat(session.getAttributeNames().hasMoreElements()).isFalse();
  }

  @Test
  void theSessionAloneDoesNotTellIt() {
    at(NOW).keep(SECRET, request("mine"));
    String kept = String.valueOf(session.getAttribute(session.getAttributeNames().nextElement()));
    assertThat(kept).doesNotContain(SECRET);

    assertThat(at(NOW).take(request("of another browser"))).isEmpty();
  }

  @Test
  void itDoesNotWaitForEver() {
    at(NOW).keep(SECRET, request("mine"));
    assertThat(at(NOW.plus(OneLook.LIFE).plusMillis(1)).take(request("mine"))).isEmpty();
  }

  @Test
  void whereNothingWaitsNoSessionIsBegun() {
    var request = new MockHttpServletRequest();
    assertThat(at(NOW).take(request)).isEmpty();
    assertThat(request.getSession(false)).isNull();
  }

  private static OneLook at(Instant now) {
    return new OneLook(Clock.fixed(now, ZoneOffset.UTC));
  }

  private MockHttpServletRequest request(String formToken) {
    var request = new MockHttpServletRequest();
    request.setSession(session);
    request.setCookies(new Cookie("hub-csrf", formToken));
    return request;
  }
}
