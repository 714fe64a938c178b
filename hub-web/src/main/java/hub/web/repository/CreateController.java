package hub.web.repository;

import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import hub.repositories.TextTooLong;
import hub.repositories.access.NotAllowed;
import hub.repositories.access.NotConfirmed;
import hub.repositories.access.Permissions;
import hub.repositories.allowance.PrivateAllowance;
import hub.repositories.allowance.PrivateAllowances;
import hub.repositories.allowance.PrivateLimitReached;
import hub.repositories.life.NameTaken;
import hub.repositories.life.Repositories;
import hub.web.page.RepositoryPaths;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Making a repository. */
@Controller
class CreateController {

  private final Repositories repositories;
  private final Permissions permissions;
  private final PrivateAllowances allowances;
  private final Accounts accounts;

  CreateController(
      Repositories repositories,
      Permissions permissions,
      PrivateAllowances allowances,
      Accounts accounts) {
    this.repositories = repositories;
    this.permissions = permissions;
    this.allowances = allowances;
    this.accounts = accounts;
  }

  @GetMapping("/repositories/create")
  String ask(
      Caller caller,
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String name,
      Model model) {
    if (caller.isAnonymous()) {
      return "redirect:/login";
    }
    List<String> namespaces = permissions.namespaces(caller);
    model.addAttribute(
        "form",
        new CreateForm(
            namespace != null && namespaces.contains(namespace) ? namespace : namespaces.getFirst(),
            name,
            "",
            "public"));
    return page(caller, model);
  }

  @PostMapping("/repositories/create")
  String create(
      Caller caller, @ModelAttribute("form") CreateForm form, BindingResult mistakes, Model model) {
    if (caller.isAnonymous()) {
      return "redirect:/login";
    }
    try {
      return "redirect:"
          + RepositoryPaths.page(repositories.create(caller, form.repository()).name());
    } catch (InvalidRepositoryName e) {
      mistakes.rejectValue("name", "repository.name.invalid");
    } catch (TextTooLong e) {
      mistakes.rejectValue(
          "description", "repository.description.tooLong", new Object[] {e.max()}, null);
    } catch (NameTaken e) {
      mistakes.rejectValue(
          "name", "repository.name.taken", new Object[] {form.name(), form.namespace()}, null);
      model.addAttribute("taken", form.repository().name());
    } catch (PrivateLimitReached e) {
      mistakes.rejectValue(
          "visibility",
          "repository.private.limit",
          new Object[] {e.allowance().limit(), e.allowance().used()},
          null);
    } catch (NotConfirmed e) {
      mistakes.reject("repository.create.unconfirmed");
    } catch (NotAllowed e) {
      mistakes.rejectValue("namespace", "repository.namespace.notYours");
    }
    return page(caller, model);
  }

  /** What the field says while a person types. */
  @GetMapping("/repositories/create/name")
  String check(
      Caller caller,
      @RequestParam(defaultValue = "") String namespace,
      @RequestParam(defaultValue = "") String name,
      Model model) {
    String feedback;
    try {
      var wanted = new RepositoryName(namespace, name.strip());
      model.addAttribute("name", wanted);
      boolean ours = permissions.namespaces(caller).contains(namespace);
      boolean taken =
          ours
              && permissions.see(caller, wanted).filter(it -> !it.repository().draft()).isPresent();
      feedback = !ours ? "" : taken ? "taken" : "free";
    } catch (InvalidRepositoryName e) {
      feedback = name.isBlank() ? "" : "invalid";
    }
    model.addAttribute("feedback", feedback);
    return "repository/name :: feedback";
  }

  private String page(Caller caller, Model model) {
    model.addAttribute("namespaces", permissions.namespaces(caller));
    model.addAttribute("allowance", allowance(caller, model));
    return "repository/create";
  }

  /** Of the namespace that is chosen, where it is one the caller may choose. */
  private @Nullable PrivateAllowance allowance(Caller caller, Model model) {
    var form = (CreateForm) model.getAttribute("form");
    return form == null || !permissions.namespaces(caller).contains(form.namespace())
        ? null
        : accounts
            .findByName(form.namespace())
            .map(account -> allowances.of(account.id()))
            .orElse(null);
  }
}
