package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Docker's client prints where a push is not allowed: why, and what to do. */
class RefusedPushTests {

  private final Site site = Site.shared();

  @Test
  void aRootNameIsForTheSitesAdminsWhosePushMakesAnOfficialImage() {
    String image = site.engine().smallImage("root");
    try (var ana = site.person("ana").logsIn();
        var admin = site.admin().logsIn()) {
      ana.docker()
          .push(image, ana.reference("cafe"))
          .failsWith(
              "denied: You cannot push a \"root\" repository."
                  + " Please rename your repository in <user>/<repo>");

      admin.docker().push(image, admin.reference("cafe:1")).succeeds();
      site.engine().forget(image);
      ana.docker().pull(ana.reference("cafe:1")).succeeds();
      assertThat(ana.opens("/_/cafe").text()).contains("cafe", "Official");
      assertThat(ana.docker().search(ana.reference("cafe")).succeeds().out())
          .containsPattern("(?m)^cafe +.*\\[OK\\]");
    }
  }

  @Test
  void theNamespaceOfAnotherIsNotForMe() {
    String image = site.engine().smallImage("foreign");
    try (var ana = site.person("ana").logsIn();
        var bia = site.person("bia").logsIn()) {
      bia.docker().push(image, ana.mine("coffee")).failsWith("denied: ");
      bia.docker().push(image, bia.reference("nobodyhere/coffee")).failsWith("denied: ");
    }
  }

  @Test
  void nobodyPushesWithoutSigningIn() {
    try (var ana = site.person("ana")) {
      site.engine()
          .client()
          .push(site.engine().smallImage("nobody"), ana.mine("coffee"))
          .failsWith("denied: ");
    }
  }

  @Test
  void theSecondPrivateRepositoryIsOneTooMany() {
    String image = site.engine().smallImage("private");
    try (var ana = site.person("ana").logsIn()) {
      ana.opens("/repositories/create");
      assertThat(ana.text()).contains("1 private repository and 0 are used");
      ana.creates("first", "private", "");
      ana.pushes(image, "first").succeeds();

      ana.opens("/repositories/create");
      assertThat(ana.text()).contains("1 private repository and 1 is used");
      assertThat(ana.page().locator("[name=visibility][value=private]").isDisabled()).isTrue();
      // A page from before, or a script, sends it all the same.
      ana.page().evaluate("document.querySelector('[value=private]').disabled = false");
      ana.page().fill("main [name=name]", "second");
      ana.page()
          .check(
              "main [name=visibility][value=private]",
              new com.microsoft.playwright.Page.CheckOptions().setForce(true));
      ana.submits("visibility");
      assertThat(ana.text()).containsIgnoringCase("private");
      assertThat(ana.opens("/r/" + ana.name() + "/second").text())
          .contains("nothing here that you may see");

      // Whoever wants new repositories private is told so by the push itself, with the figures.
      ana.opens("/settings/repositories");
      ana.page().check("main [name=visibility][value=private]");
      ana.submits("visibility");
      ana.pushes(image, "third")
          .failsWith(
              "denied: private repository limit reached (1 of 1): make one public, or"
                  + " delete one");
      assertThat(ana.opens("/repositories").text()).contains("first").doesNotContain("third");
    }
  }

  @Test
  void aPushMakesAPublicRepositoryWhereThereIsNone() {
    String image = site.engine().smallImage("new");
    try (var ana = site.person("ana").logsIn()) {
      ana.pushes(image, "fresh:1").succeeds();

      site.engine().forget(image);
      site.engine().client().pull(ana.mine("fresh:1")).succeeds();
      assertThat(ana.opens("/repositories").text()).contains("fresh");
    }
  }
}
