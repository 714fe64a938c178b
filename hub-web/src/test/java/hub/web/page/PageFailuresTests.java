package hub.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import elsewhere.NewPageController;
import hub.repositories.RepositoryNotFound;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class PageFailuresTests {

  private final MockMvcTester mvc =
      MockMvcTester.create(
          MockMvcBuilders.standaloneSetup(new NewPageController())
              .setControllerAdvice(new PageFailures())
              .build());

  @Test
  void aPageOfANewPackageHasItsNotFoundPage() {
    assertThat(mvc.get().uri("/new/absent")).hasStatus(404);
    // the control: without these failures the request ends in the exception
    MockMvcTester bare = MockMvcTester.of(new NewPageController());
    assertThat(bare.get().uri("/new/absent"))
        .hasFailed()
        .failure()
        .hasRootCauseInstanceOf(RepositoryNotFound.class);
  }

  @Test
  void anIdInAnAddressThatIsNoneLeadsNowhere() {
    assertThat(mvc.get().uri("/new/nonsense")).hasStatus(404);
    assertThat(mvc.get().uri("/new/{id}", " ")).hasStatus(404);
    String id = UUID.randomUUID().toString();
    assertThat(mvc.get().uri("/new/" + id)).hasStatusOk().bodyText().isEqualTo(id);
  }
}
