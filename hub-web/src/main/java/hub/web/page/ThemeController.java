package hub.web.page;

import hub.accounts.Caller;
import hub.accounts.person.Profile;
import hub.web.security.Destination;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Light, dark, or as the system has it. The choice of those who are signed in is kept with their
 * account, of others in a cookie.
 */
@Controller
class ThemeController {

  static final String COOKIE = "theme";
  static final Set<String> CHOICES = Set.of("system", "light", "dark");

  private final Profile profile;

  ThemeController(Profile profile) {
    this.profile = profile;
  }

  @GetMapping("/theme")
  String show(@RequestParam(defaultValue = "/") String back, Model model) {
    model.addAttribute("back", Destination.path(back, "/"));
    return "theme";
  }

  @PostMapping("/theme")
  String choose(
      @ModelAttribute("form") ThemeForm form,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    String theme = form.theme();
    if (theme == null) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
    if (caller.account() != null) {
      boolean chosen = theme.equals("light") || theme.equals("dark");
      profile.setTheme(caller.account().id(), chosen ? theme : null);
    } else if (CHOICES.contains(theme)) {
      response.addHeader(
          HttpHeaders.SET_COOKIE,
          ResponseCookie.from(COOKIE, theme)
              .path("/")
              .httpOnly(true)
              .sameSite("Lax")
              .secure(request.isSecure())
              .maxAge(Duration.ofDays(365))
              .build()
              .toString());
    }
    return "redirect:" + Destination.path(form.back(), "/");
  }
}
