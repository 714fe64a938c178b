package hub.web.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Light, dark, or as the system has it, for those who are not signed in: kept in a cookie. The
 * choice of an account is among its settings.
 */
@Controller
class ThemeController {

  static final String COOKIE = "theme";
  static final Set<String> CHOICES = Set.of("system", "light", "dark");

  @GetMapping("/theme")
  String show(@RequestParam(defaultValue = "/") String back, Model model) {
    model.addAttribute("back", ours(back));
    return "theme";
  }

  @PostMapping("/theme")
  String choose(
      @RequestParam String theme,
      @RequestParam(defaultValue = "/") String back,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (CHOICES.contains(theme)) {
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
    return "redirect:" + ours(back);
  }

  /** Only a path of this hub: never another host, nor a second line of the header. */
  private static String ours(String back) {
    boolean ours =
        back.startsWith("/")
            && !back.startsWith("//")
            && back.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    return ours && back.length() <= 1000 ? back : "/";
  }
}
