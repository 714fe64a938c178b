package hub.web.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MarkdownViewTests {

  @Test
  void nothingThatRunsOrLoadsComesThrough() {
    String html =
        MarkdownView.of(
                """
                <script>alert(1)</script><img src=x onerror=alert(1)>
                [link](javascript:alert(1)) ![picture](https://elsewhere.example/x.png)
                <a href="https://there.example" onclick="x()" style="color:red">there</a>
                <iframe src="//elsewhere"></iframe><input type="text" name="q">
                """)
            .html();
    assertThat(html)
        .doesNotContain("<script", "<img", "onerror", "javascript:", "onclick", "style=", "<iframe")
        .doesNotContain("<input")
        .contains("<a href=\"https://elsewhere.example/x.png\"", ">picture</a>")
        .contains("rel=\"nofollow ugc noopener\"");
  }

  @Test
  void tablesTasksCodeAndAnchorsAreKept() {
    MarkdownView overview =
        MarkdownView.of(
            """
            # nginx
            ## Use it
            - [x] done
            - [ ] open

            | a | b |
            |---|---|
            | 1 | 2 |

            ```
            docker pull nginx
            ```
            ## Change it
            ~~old~~ https://example.org
            """);
    assertThat(overview.html())
        .contains("<h2 id=\"readme-use-it\">", "<table tabindex=\"0\">", "<del>old</del>")
        .contains("<pre class=\"script\" tabindex=\"0\">", "disabled", "checked")
        .contains("<a href=\"https://example.org\"");
    assertThat(overview.contents())
        .extracting(MarkdownView.Chapter::text)
        .containsExactly("Use it", "Change it");
  }

  @Test
  void anEmptyOverviewIsEmpty() {
    assertThat(MarkdownView.of("").isEmpty()).isTrue();
  }

  @Test
  void linksWithinAnOverviewLeadToItsHeadings() {
    String html =
        MarkdownView.of(
                """
                # Tool
                - [Start](#getting-started) - [New?](#what-is-new) - [Über](#über-uns)
                - [Again](#again-1) - <a href="#usage">use</a> - <a href="#old">old</a>
                ## Getting started
                ## What is new?
                ## Über uns
                ## Again
                ## Again
                <h3 id="usage">Usage</h3>

                <a name="old"></a>
                """)
            .html();
    assertThat(Pattern.compile("href=\"#([^\"]+)\"").matcher(html).results())
        .hasSize(6)
        .allMatch(
            link ->
                html.contains(
                    "id=\"" + URLDecoder.decode(link.group(1), StandardCharsets.UTF_8) + "\""));
    // no name of the page's own can be taken
    assertThat(html).doesNotContain("id=\"usage\"", "id=\"old\"");
  }

  @Test
  void relativeLinksLeadToTheSourceOrAreText() {
    String markdown =
        "[guide](docs/install.md) [licence](/LICENSE) [out](../../x) [on](https://a.example/)"
            + " [here](/r/ada1/tea) ![logo](img/a.png) <img src='b.png' alt='two'> [js](javascript:x)";
    String unknown = MarkdownView.of(markdown).html();
    assertThat(unknown)
        .contains("guide", "licence", "logo", "two", "href=\"https://a.example/\"")
        .contains("href=\"/r/ada1/tea\"")
        .doesNotContain("install.md", "LICENSE", "a.png\"", "b.png\"", "javascript");
    String known =
        MarkdownView.of(
                markdown, SourceRepository.parse("https://github.com/ada/tea.git").orElseThrow())
            .html();
    assertThat(known)
        .contains("href=\"https://github.com/ada/tea/blob/HEAD/docs/install.md\"")
        .contains("href=\"https://github.com/ada/tea/blob/HEAD/LICENSE\"")
        .contains("href=\"https://github.com/ada/tea/raw/HEAD/img/a.png\"")
        .contains("href=\"https://github.com/ada/tea/raw/HEAD/b.png\"", ">two</a>")
        .doesNotContain("../", "picture:");
    for (String label :
        List.of("javascript:alert(1)", "https://github.com", "ssh://git@x/y/z", "x")) {
      assertThat(SourceRepository.parse(label)).isEmpty();
    }
    assertThat(SourceRepository.parse("https://gitlab.com/a/b/c")).isPresent();
  }

  @Test
  void htmlOfReadmesIsShownAsItIsMeant() {
    String html =
        MarkdownView.of(
                """
                <h1 align="center">Tea</h1>
                <p align="center"><b>bold</b> <i>quiet</i>
                <a href="https://ci.example/"><img src="https://ci.example/badge.svg" alt="build"></a>
                <img src="https://pictures.example/a/tea.png"></p>

                <details open><summary>More</summary>

                text
                </details>
                """)
            .html();
    assertThat(html)
        .contains("<h2 align=\"center\">Tea</h2>", "<b>bold</b>", "<i>quiet</i>", "<details open")
        .contains(">build</a>", "href=\"https://pictures.example/a/tea.png\"", ">tea.png</a>")
        .doesNotContain("badge.svg", "<img", "<h1");
  }

  @Test
  void notesHaveTheirWord() {
    String html =
        MarkdownView.of("> [!WARNING]\n> Hot *tea*.\n\n> [!NOTE] not alone\n\n> plain").html();
    assertThat(html)
        .contains("<blockquote class=\"alert-warning\">", "<strong>Warning</strong>", "Hot")
        .doesNotContain("[!WARNING]")
        .containsOnlyOnce("class=");
  }

  @Test
  void whatOnlyLooksLikeHtmlIsNotLost() {
    String html =
        MarkdownView.of(
                "Run -v <host path>:/data 1 < 2 and <<<\n\n<your-name>\n\n`<in code>`\n\nThe end & all.")
            .html();
    assertThat(html)
        .contains(
            "&lt;host path&gt;:/data",
            "1 &lt; 2",
            "&lt;&lt;&lt;",
            "&lt;your-name&gt;",
            "&lt;in code&gt;",
            "The end &amp; all.");
  }
}
