package hub.web.page;

import hub.db.HubSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame of every page shows besides the viewer. */
@ControllerAdvice
class SiteAdvice {

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

  /** The address of this page, to come back to. */
  @ModelAttribute("here")
  String here(HttpServletRequest request) {
    if (request.getDispatcherType() == DispatcherType.ERROR || !request.getMethod().equals("GET")) {
      return "/";
    }
    String query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }
}
