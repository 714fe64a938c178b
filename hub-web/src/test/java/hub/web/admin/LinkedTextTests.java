package hub.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkedTextTests {

  private static final String HOME = "http://localhost:8080/";

  @Test
  void addressesOfThisHubAndOfTlsAreLinksWithoutTheSentenceAroundThem() {
    String text =
        "Confirm:\nhttp://localhost:8080/confirm?token=aB3\n\n(see https://example.org/a?b=c#d).\n";
    assertThat(LinkedText.of(text, HOME))
        .containsExactly(
            new LinkedText.Piece("Confirm:\n", null),
            new LinkedText.Piece(HOME + "confirm?token=aB3", HOME + "confirm?token=aB3"),
            new LinkedText.Piece("\n\n(see ", null),
            new LinkedText.Piece("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
            new LinkedText.Piece(").\n", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no address",
        "javascript:alert(1)",
        "http://evil.example/confirm",
        "http://localhost:8080.evil.example/",
        "http://localhost:8080@evil.example/",
        "ftp://example.org/ //example.org/ data:text/html,x",
        "http://"
      })
  void whateverElseLooksLikeOneStaysText(String text) {
    assertThat(LinkedText.of(text, HOME)).allMatch(it -> it.href() == null);
    assertThat(
            LinkedText.of(text, HOME).stream()
                .map(LinkedText.Piece::text)
                .collect(Collectors.joining()))
        .isEqualTo(text);
  }
}
