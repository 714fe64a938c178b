package hub.web.page;

import hub.db.HubSettings;
import hub.web.security.Destination;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame of every page shows besides the viewer. */
@ControllerAdvice
class SiteAdvice {

  /** Pages that somebody needs only as long as they are not signed in. */
  private static final Pattern ONLY_BEFORE =
      Pattern.compile("/(login|logout|signup|register|account|confirm|forgot|reset|setup)\\b");

  private final HubSettings settings;

  SiteAdvice(HubSettings settings) {
    this.settings = settings;
  }

  /** What clients type before an image's name. */
  @ModelAttribute("host")
  String host() {
    return settings.registryHost();
  }

  /** The theme this device has chosen: light, dark or system; null where it has not chosen. */
  @ModelAttribute("themeChoice")
  @Nullable String themeChoice(
      @CookieValue(name = ThemeController.COOKIE, required = false) @Nullable String theme) {
    return theme != null && ThemeController.CHOICES.contains(theme) ? theme : null;
  }

  /** The address of this page, to come back to; of an error, the one that was asked for. */
  @ModelAttribute("here")
  String here(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return "/";
    }
    Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String path = failed == null ? request.getRequestURI() : failed.toString();
    String query = request.getQueryString();
    return Destination.path(path + (query == null ? "" : "?" + query), "/");
  }

  /**
   * Where to go on after signing in: this page, where it is one that is for those signed in too.
   */
  @ModelAttribute("next")
  @Nullable String next(HttpServletRequest request) {
    String here = here(request);
    return here.equals("/") || ONLY_BEFORE.matcher(here).lookingAt() ? null : here;
  }
}
