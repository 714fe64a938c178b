package hubtesting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChromiumTests {

  @Test
  void seesBarriersWhereThereAreSome() {
    try (var chromium = new Chromium()) {
      var page = chromium.person("http://localhost").newPage();

      page.setContent("<html lang=en><title>a</title><main><h1>a</h1></main>");
      assertThat(Chromium.barriers(page)).isEmpty();

      page.setContent("<html lang=en><title>a</title><main><h1>a</h1><input></main>");
      assertThat(Chromium.barriers(page)).singleElement().asString().startsWith("label");
    }
  }
}
