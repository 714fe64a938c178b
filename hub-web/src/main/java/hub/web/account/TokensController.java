package hub.web.account;

import hub.accounts.Caller;
import hub.accounts.TokenScope;
import hub.accounts.credential.AccessToken;
import hub.accounts.credential.AccessTokens;
import hub.accounts.credential.TooManyTokens;
import hub.web.page.NothingHere;
import hub.web.page.Notices;
import hub.web.security.OneLook;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Access tokens: made, shown once, listed, revoked. */
@Controller
@RequestMapping("/settings/tokens")
class TokensController {

  private static final int LONGEST_LABEL = 100;

  private final AccessTokens tokens;
  private final OneLook looks;
  private final FieldMessages messages;
  private final Notices notices;

  TokensController(AccessTokens tokens, OneLook looks, FieldMessages messages, Notices notices) {
    this.tokens = tokens;
    this.looks = looks;
    this.messages = messages;
    this.notices = notices;
  }

  @GetMapping
  String list(Caller caller, Model model) {
    return list(caller, TokenForm.empty(), Map.of(), model);
  }

  /** Makes the token, and leads to the page that shows its secret once. */
  @PostMapping
  String create(
      @ModelAttribute("form") TokenForm form,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Optional<TokenScope> scope = form.tokenScope();
    Map<String, FieldFeedback> odd = new LinkedHashMap<>();
    if (scope.isEmpty()) {
      odd.put("scope", messages.bad("settings.tokens.scope.unknown"));
    }
    if (!form.hasKnownDays()) {
      odd.put("days", messages.bad("settings.tokens.life.unknown"));
    }
    if (!odd.isEmpty()) {
      // no page of ours sends these, and a token must never do more than was asked for
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      return list(caller, form, odd, model);
    }
    FieldFeedback wrong = check(form.label(), caller);
    if (wrong == null) {
      try {
        String secret =
            tokens.create(
                caller.actor(), id(caller), form.label(), scope.orElseThrow(), form.expiry());
        looks.keep(secret, request);
        return "redirect:/settings/tokens/made";
      } catch (TooManyTokens e) {
        wrong = messages.bad("settings.tokens.tooMany", AccessTokens.MOST);
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return list(caller, form, Map.of("label", wrong), model);
  }

  /** The secret of the token that was just made. Whoever loads it again gets the list. */
  @GetMapping("/made")
  String made(Caller caller, HttpServletRequest request, RedirectAttributes redirect, Model model) {
    String secret = looks.take(request).orElse(null);
    AccessToken token =
        secret == null ? null : tokens.findBySecret(id(caller), secret).orElse(null);
    if (token == null) {
      notices.say(redirect, "settings.tokens.shown");
      return "redirect:/settings/tokens";
    }
    model.addAttribute("secret", secret);
    model.addAttribute("token", token);
    model.addAttribute("page", "tokens");
    return "settings/token-made";
  }

  /** Asks before it revokes: what uses the token stops at once. */
  @GetMapping("/{id}/revoke")
  String ask(@PathVariable UUID id, Caller caller, Model model) {
    AccessToken token = tokens.find(id(caller), id).orElseThrow(NothingHere::new);
    model.addAttribute("page", "tokens");
    model.addAttribute("token", token);
    return "settings/token-revoke";
  }

  @PostMapping("/{id}/revoke")
  String revoke(@PathVariable UUID id, Caller caller, RedirectAttributes redirect) {
    if (!tokens.revoke(caller.actor(), id(caller), id)) {
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

  private String list(
      Caller caller, TokenForm form, Map<String, FieldFeedback> wrong, Model model) {
    model.addAttribute("page", "tokens");
    model.addAttribute("tokens", tokens.list(id(caller)));
    model.addAttribute("form", form);
    model.addAttribute("feedback", wrong);
    return "settings/tokens";
  }

  private static long id(Caller caller) {
    Long id = caller.accountId();
    if (id == null) {
      throw new IllegalStateException("settings are behind the sign-in");
    }
    return id;
  }
}
