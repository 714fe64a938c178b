package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import hubtesting.Command.Outcome;
import hubtesting.DockerClient;
import hubtesting.Mailbox.Mail;

/** Someone with a browser and a Docker client, doing what people do. */
final class Person implements AutoCloseable {

  private final Site site;
  private final String name;
  private final BrowserContext browser;
  private final Page page;
  private final DockerClient docker;

  Person(Site site, String name, BrowserContext browser, DockerClient docker) {
    this.site = site;
    this.name = name;
    this.browser = browser;
    this.page = browser.newPage();
    this.docker = docker;
  }

  String name() {
    return name;
  }

  String email() {
    return name + "@example.com";
  }

  /** What they look at. */
  Page page() {
    return page;
  }

  DockerClient docker() {
    return docker;
  }

  /** How clients call a repository: {@code localhost:1234/ana/coffee:1.0}. */
  String reference(String repository) {
    return site.hub().host() + "/" + repository;
  }

  /** A repository of their own. */
  String mine(String repository) {
    return reference(name + "/" + repository);
  }

  Person opens(String path) {
    page.navigate(path);
    return this;
  }

  Person signsUp() {
    opens("/signup");
    page.fill("main [name=username]", name);
    page.fill("main [name=email]", email());
    page.fill("main [name=password]", Site.PASSWORD);
    submits("username");
    assertThat(text()).containsIgnoringCase("check your mail");
    return this;
  }

  Mail newestMail() {
    return site.hub().mailbox().newest(email());
  }

  /** Follows the link of the mail. */
  Person confirms() {
    page.navigate(newestMail().link("/confirm?token="));
    return this;
  }

  Person signsIn() {
    opens("/login");
    page.fill("main [name=username]", name);
    page.fill("main [name=password]", Site.PASSWORD);
    submits("password");
    return this;
  }

  Person creates(String repository, String visibility, String description) {
    opens("/repositories/create");
    page.fill("main [name=name]", repository);
    page.fill("main [name=description]", description);
    page.check("main [name=visibility][value=" + visibility + "]");
    submits("visibility");
    return this;
  }

  /** Sends the form that has this field. */
  Person submits(String field) {
    button(page.locator("main form:has([name=" + field + "])")).click();
    return this;
  }

  /** Presses the button of the form that goes to an address ending like this. */
  Person presses(String action) {
    button(page.locator("form[action$='" + action + "']").first()).click();
    return this;
  }

  private static Locator button(Locator form) {
    return form.locator("[type=submit], button:not([type])").first();
  }

  /** The words on the page they look at. */
  String text() {
    return page.locator("body").innerText();
  }

  Person logsIn() {
    assertThat(docker.login(site.hub().host(), name, Site.PASSWORD).succeeds().text())
        .contains("Login Succeeded");
    return this;
  }

  /** Pushes an image to a repository of their own. */
  Outcome pushes(String image, String repository) {
    return docker.push(image, mine(repository));
  }

  @Override
  public void close() {
    browser.close();
  }
}
