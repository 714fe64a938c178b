package hub.web.account;

import hub.accounts.Caller;
import hub.accounts.TokenScope;
import hub.accounts.credential.AccessTokens;
import hub.accounts.credential.TooManyTokens;
import hub.web.page.NothingHere;
import hub.web.page.Notices;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Access tokens: made, shown once, listed, revoked. */
@Controller
@RequestMapping("/settings/tokens")
class TokensController {

  private static final int LONGEST_LABEL = 100;
  private static final Set<Integer> LIVES = Set.of(30, 90, 365);

  private final AccessTokens tokens;
  private final FieldMessages messages;
  private final Notices notices;

  TokensController(AccessTokens tokens, FieldMessages messages, Notices notices) {
    this.tokens = tokens;
    this.messages = messages;
    this.notices = notices;
  }

  @GetMapping
  String list(Caller caller, Model model) {
    return list(caller, "", null, model);
  }

  /** The secret stands in this one answer and nowhere else, so it is no redirect. */
  @PostMapping
  String create(
      @RequestParam(defaultValue = "") String label,
      @RequestParam(defaultValue = "write") String scope,
      @RequestParam(defaultValue = "") String days,
      Caller caller,
      HttpServletResponse response,
      Model model) {
    String name = label.strip();
    var wrong = check(name, caller);
    if (wrong == null) {
      try {
        String secret = tokens.create(id(caller), name, scope(scope), expiry(days));
        model.addAttribute("secret", secret);
        model.addAttribute("label", name);
        model.addAttribute("name", caller.account() == null ? "" : caller.account().name());
        model.addAttribute("page", "tokens");
        return "settings/token-made";
      } catch (TooManyTokens e) {
        wrong = messages.bad("settings.tokens.tooMany", AccessTokens.MOST);
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return list(caller, label, wrong, model);
  }

  /** Asks before it revokes: what uses the token stops at once. */
  @GetMapping("/{id}/revoke")
  String ask(@PathVariable String id, Caller caller, Model model) {
    var token = tokens.find(id(caller), uuid(id)).orElseThrow(NothingHere::new);
    model.addAttribute("page", "tokens");
    model.addAttribute("token", token);
    return "settings/token-revoke";
  }

  @PostMapping("/{id}/revoke")
  String revoke(@PathVariable String id, Caller caller, RedirectAttributes redirect) {
    if (!tokens.revoke(id(caller), uuid(id))) {
      throw new NothingHere();
    }
    notices.say(redirect, "settings.tokens.revoked");
    return "redirect:/settings/tokens";
  }

  private @Nullable FieldFeedback check(String label, Caller caller) {
    if (!caller.isConfirmed()) {
      return messages.bad("settings.tokens.unconfirmed");
    }
    if (label.isEmpty()) {
      return messages.bad("settings.tokens.label.empty");
    }
    if (label.length() > LONGEST_LABEL) {
      return messages.bad("settings.tokens.label.long", LONGEST_LABEL);
    }
    return label.chars().anyMatch(Character::isISOControl)
        ? messages.bad("settings.fullName.odd")
        : null;
  }

  private String list(Caller caller, String label, @Nullable FieldFeedback wrong, Model model) {
    model.addAttribute("page", "tokens");
    model.addAttribute("tokens", tokens.list(id(caller)));
    model.addAttribute("label", label);
    model.addAttribute("feedback", wrong == null ? Map.of() : Map.of("label", wrong));
    return "settings/tokens";
  }

  private static long id(Caller caller) {
    var id = caller.accountId();
    if (id == null) {
      throw new IllegalStateException("settings are behind the sign-in");
    }
    return id;
  }

  private static TokenScope scope(String scope) {
    return switch (scope) {
      case "admin" -> TokenScope.ADMIN;
      case "read" -> TokenScope.READ;
      default -> TokenScope.WRITE;
    };
  }

  private static @Nullable Instant expiry(String days) {
    for (int life : LIVES) {
      if (Integer.toString(life).equals(days)) {
        return Instant.now().plus(Duration.ofDays(life));
      }
    }
    return null;
  }

  private static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new NothingHere();
    }
  }
}
