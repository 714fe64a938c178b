package hub.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.FreshDatabase;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The frame around every page. */
@SpringBootTest
@AutoConfigureMockMvc
@FreshDatabase
class FrameTests {

  @Autowired MockMvcTester mvc;

  @Test
  void theFrameIsThereForAVisitor() {
    assertThat(mvc.get().uri("/theme"))
        .hasStatusOk()
        .bodyText()
        .contains("<title>Theme · hub</title>", "Sign in", "/icons-")
        .doesNotContain("??", "th:");
  }

  @Test
  void aThemeIsKeptOnTheDeviceAndNeverLeadsElsewhere() {
    assertThat(
            mvc.post()
                .uri("/theme")
                .with(SecurityMockMvcRequestPostProcessors.csrf())
                .param("theme", "dark")
                .param("back", "//evil.example/"))
        .hasStatus3xxRedirection()
        .hasRedirectedUrl("/")
        .cookies()
        .hasValue("theme", "dark");
    assertThat(mvc.get().uri("/theme").cookie(new Cookie("theme", "dark")))
        .bodyText()
        .contains("data-bs-theme=\"dark\"");
  }
}
