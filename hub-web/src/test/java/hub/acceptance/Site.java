package hub.acceptance;

import com.microsoft.playwright.BrowserContext;
import hubtesting.Chromium;
import hubtesting.DockerEngine;
import hubtesting.HubProcess;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A hub with a browser and a Docker Engine before it. Tests that only add people and repositories
 * share one, which runs until the run ends.
 */
record Site(HubProcess hub, DockerEngine engine, Chromium chromium) implements AutoCloseable {

  static final String PASSWORD = "quatro-gatos-no-telhado";

  /** The site admin that the operator named at the first start. */
  static final String ADMIN = "operator";

  private static final AtomicInteger PEOPLE = new AtomicInteger();
  private static @Nullable Site shared;

  /** The one that tests share. */
  static synchronized Site shared() {
    if (shared == null) {
      shared = open("hub-shared");
    }
    return shared;
  }

  /** One of its own. */
  static Site open(String name) {
    var engine = DockerEngine.ofThisRun();
    var chromium = new Chromium();
    var hub =
        HubProcess.onTestDatabase(name)
            .with("HUB_ADMIN_USERNAME", ADMIN)
            .with("HUB_ADMIN_EMAIL", "operator@example.com")
            .with("HUB_ADMIN_PASSWORD", PASSWORD)
            .with("HUB_WEBHOOK_ALLOW", "127.0.0.1/32")
            .start();
    return new Site(hub, engine, chromium);
  }

  /** Someone new, who has an account and has confirmed the address. */
  Person person(String name) {
    return stranger(name).signsUp().confirms();
  }

  /** Someone new, without an account yet. The Docker ID is made of this name and a number. */
  Person stranger(String name) {
    return new Person(this, name + PEOPLE.incrementAndGet(), browser(), engine.client());
  }

  /** The site admin, signed in. */
  Person admin() {
    return new Person(this, ADMIN, browser(), engine.client()).signsIn();
  }

  BrowserContext browser() {
    return chromium.person(hub.url());
  }

  @Override
  public void close() {
    chromium.close();
    hub.close();
  }
}
