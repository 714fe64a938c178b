package hub.web.repository;

import static org.assertj.core.api.Assertions.assertThat;

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
}
