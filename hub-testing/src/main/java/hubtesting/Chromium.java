package hubtesting;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real browser: Debian's Chromium, driven by Playwright. One thread at a time. */
public final class Chromium implements AutoCloseable {

  private final Playwright playwright;
  private final Browser browser;

  public Chromium() {
    Path program = Tools.require("chromium", "chromium-browser", "google-chrome");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
  }

  /** A person's browser: cookies of its own. */
  public BrowserContext person(String baseUrl) {
    return browser.newContext(options(baseUrl));
  }

  /** A person's browser with scripts turned off. */
  public BrowserContext personWithoutScripts(String baseUrl) {
    return browser.newContext(options(baseUrl).setJavaScriptEnabled(false));
  }

  private static Browser.NewContextOptions options(String baseUrl) {
    return new Browser.NewContextOptions()
        .setBaseURL(baseUrl)
        .setLocale("en-US")
        .setColorScheme(ColorScheme.LIGHT)
        .setViewportSize(1280, 900);
  }

  /** Puts a picture of the whole page where people look for it: {@code target/screenshots}. */
  public static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "screenshots", name + ".png")));
  }

  /** What keeps people with a disability from using this page, as axe sees it: none is wanted. */
  public static List<String> barriers(Page page) {
    // What it calls legacy opens no second page for its summing up, which only frames need.
    return new AxeBuilder(page)
        .setLegacyMode(true).analyze().getViolations().stream()
            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
            .map(Chromium::described)
            .toList();
  }

  private static String described(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + " "
        + rule.getNodes().stream().map(node -> node.getHtml()).limit(3).toList();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
