package hub.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTests {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/repositories", "/r/maria/app?tab=tags&q=a%20b"})
  void keepsPathsOfThisSite(String path) {
    assertThat(Destination.of(path, "/home")).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "/login?next=/login",
        "/logout"
      })
  void neverLeadsElsewhere(String path) {
    assertThat(Destination.of(path, "/home")).isEqualTo("/home");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login", "/logout", "/r/maria/app?tab=tags&q=a%20b"})
  void aPathLeadsBackToAnyPageOfThisSite(String path) {
    assertThat(Destination.path(path, "/home")).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "//evil.example", "/\\evil.example", "https://evil.example/"})
  void aPathNeverLeadsElsewhere(String path) {
    assertThat(Destination.path(path, "/home")).isEqualTo("/home");
  }
}
