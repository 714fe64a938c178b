package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import hubtesting.Chromium;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every page in a browser: light and dark, telephone and desktop, with and without an account.
 *
 * <p>Pictures, which nothing is held against, are of the desktop only; {@code -Dhub.pictures=all}
 * makes those of the telephone too.
 */
class PagesTests {

  private static final int DESKTOP = 1280;
  private static final boolean ALL_PICTURES = "all".equals(System.getProperty("hub.pictures"));

  /** The controls that look with the keyboard's focus on them as they look without it. */
  private static final String UNSEEN_FOCUS =
      """
      () => {
        const look = (it) => {
          const { outlineStyle, outlineWidth, boxShadow, borderColor, top } = getComputedStyle(it);
          return [outlineStyle === 'none' ? '' : outlineWidth, boxShadow, borderColor, top].join();
        };
        return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
          .filter((it) => it.checkVisibility() && !it.disabled && it.type !== 'hidden')
          .filter((it) => {
            const without = look(it);
            it.focus({ focusVisible: true });
            const same = document.activeElement === it && look(it) === without;
            it.blur();
            return same;
          })
          .map((it) => it.outerHTML.slice(0, 160));
      }
      """;

  /** Whether the foot of the page stands above the lower edge of the window. */
  private static final String FLOATING_FOOT =
      "document.querySelector('.foot').getBoundingClientRect().bottom < innerHeight - 1";

  private final Site site = Site.shared();

  @Test
  void everyPageIsOpenToEverybodyAndFitsEveryScreen() {
    String image = site.engine().layeredImage();
    try (var ana = site.person("ana").logsIn();
        var admin = site.admin().logsIn();
        var newcomer = site.stranger("new").signsUp();
        var nobody = site.stranger("nobody")) {
      ana.creates("coffee", "public", "How to make good coffee");
      ana.pushes(image, "coffee:1.0").succeeds();
      ana.pushes(image, "coffee:latest").succeeds();
      ana.creates("empty", "public", "");
      ana.creates("ledger", "private", "What it all cost");
      admin.docker().push(site.engine().smallImage("pages"), admin.reference("tea:1")).succeeds();
      String coffee = "/r/" + ana.name() + "/coffee";

      var barriers = new ArrayList<String>();
      barriers.addAll(
          look(
              nobody.page(),
              pages(
                  "home", "/",
                  "signup", "/signup",
                  "login", "/login",
                  "forgot", "/forgot",
                  "explore", "/explore",
                  "search", "/search?q=coffee",
                  "search-nothing", "/search?q=zzzzzz",
                  "repository", coffee,
                  "repository-tags", coffee + "/tags",
                  "repository-tag", coffee + "/tags/1.0",
                  "official", "/_/tea",
                  "profile", "/u/" + ana.name(),
                  "help", "/help",
                  "help-api", "/help/api",
                  "status", "/status",
                  "not-found", "/r/" + ana.name() + "/ledger")));
      barriers.addAll(
          look(
              ana.page(),
              pages(
                  "my-home", "/",
                  "my-repositories", "/repositories",
                  "my-create", "/repositories/create",
                  "my-repository", coffee,
                  "my-empty", "/r/" + ana.name() + "/empty",
                  "my-repository-settings", coffee + "/settings",
                  "my-webhooks", coffee + "/webhooks",
                  "my-settings", "/settings",
                  "my-tokens", "/settings/tokens")));
      barriers.addAll(look(newcomer.page(), pages("unconfirmed", "/", "confirm", "/confirm")));
      barriers.addAll(
          look(
              admin.page(),
              pages("admin", "/admin", "outbox", "/admin/outbox", "storage", "/admin/storage")));

      assertThat(barriers).isEmpty();
    }
  }

  @Test
  void whatWasCopiedIsSaidInLettersThatCanBeRead() {
    String image = site.engine().layeredImage();
    try (var eva = site.person("eva").logsIn()) {
      eva.creates("cocoa", "public", "How to make good cocoa");
      eva.pushes(image, "cocoa:1.0").succeeds();
      Page page = eva.page();
      // What is said for seconds is said for minutes here: a slow machine looks later.
      page.addInitScript(
          "const later = window.setTimeout;"
              + "window.setTimeout = (work, ms, ...more) =>"
              + " later(work, ms >= 1000 ? 100 * ms : ms, ...more);");
      var barriers = new ArrayList<String>();
      for (var theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        page.emulateMedia(
            new Page.EmulateMediaOptions()
                .setColorScheme(theme)
                .setReducedMotion(ReducedMotion.REDUCE));
        page.navigate("/r/" + eva.name() + "/cocoa");
        page.locator(".cmd .copy").click();
        page.locator(".cmd .copy.done").waitFor();
        barriers.addAll(Chromium.barriers(page));
        assertThat(page.locator(".cmd .copy.done").count()).as("still said").isOne();
      }
      assertThat(barriers).isEmpty();
    }
  }

  @Test
  void theStorageInTroubleFitsEveryScreenToo() throws SQLException {
    try (var admin = site.admin();
        var database = site.hub().database();
        var statement = database.createStatement()) {
      statement.execute(
          """
          insert into blob (digest, size, storage_key, quarantined_at, damage)
          values (decode('01' || repeat('9f', 32), 'hex'), 28000000, '2026/11/21/damaged',
                  now(), 'digest')
          """);
      statement.execute(
          """
          insert into orphan_hold (found_at, objects, bytes, listed)
          values (now(), 8312, 412000000000, 8431)
          """);

      List<String> barriers =
          look(
              admin.page(),
              pages(
                  "storage-in-trouble", "/admin/storage",
                  "storage-release", "/admin/storage/orphans"));

      statement.execute("delete from orphan_hold");
      statement.execute("delete from blob where storage_key = '2026/11/21/damaged'");
      assertThat(barriers).isEmpty();
    }
  }

  /** Pictures each page, and tells what is wrong with it in any theme and width. */
  private static List<String> look(Page page, Map<String, String> pages) {
    var wrong = new ArrayList<String>();
    page.onConsoleMessage(
        message -> {
          if ("error".equals(message.type()) && !message.text().contains("404")) {
            wrong.add(page.url() + " says: " + message.text());
          }
        });
    pages.forEach(
        (name, path) -> {
          for (var theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            for (int width : new int[] {DESKTOP, 360}) {
              page.setViewportSize(width, 900);
              var response = page.navigate(path);
              String where = name + "-" + width + "-" + theme.name().toLowerCase();
              if (width == DESKTOP || ALL_PICTURES) {
                Chromium.picture(page, where);
              }
              if (response.status() >= 400 && !name.equals("not-found")) {
                wrong.add(where + " (" + path + ") answers " + response.status());
              }
              Chromium.barriers(page).forEach(barrier -> wrong.add(where + ": " + barrier));
              if (page.content().contains("??")) {
                wrong.add(where + " lacks a text");
              }
              if ((Boolean) page.evaluate(FLOATING_FOOT)) {
                wrong.add(where + " has its foot in mid-height");
              }
              if (width == DESKTOP && theme == ColorScheme.LIGHT) {
                ((List<?>) page.evaluate(UNSEEN_FOCUS))
                    .forEach(control -> wrong.add(where + " hides the focus on " + control));
              }
              if (scrollsSideways(page)) {
                wrong.add(where + " scrolls sideways");
              }
            }
          }
        });
    return wrong;
  }

  private static boolean scrollsSideways(Page page) {
    return (Boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  private static Map<String, String> pages(String... namesAndPaths) {
    var pages = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndPaths.length; i += 2) {
      pages.put(namesAndPaths[i], namesAndPaths[i + 1]);
    }
    return pages;
  }
}
