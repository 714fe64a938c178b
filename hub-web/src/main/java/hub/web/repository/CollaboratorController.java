package hub.web.repository;

import hub.accounts.Caller;
import hub.repositories.RepositoryName;
import hub.repositories.access.CollaboratorUnknown;
import hub.repositories.access.Collaborators;
import hub.web.page.Notices;
import hub.web.page.RepositoryPaths;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who else may push. */
@Controller
class CollaboratorController {

  private final RepositoryHeads heads;
  private final Collaborators collaborators;
  private final Notices notices;

  CollaboratorController(RepositoryHeads heads, Collaborators collaborators, Notices notices) {
    this.heads = heads;
    this.collaborators = collaborators;
    this.notices = notices;
  }

  @GetMapping({"/r/{namespace}/{name}/collaborators", "/_/{name}/collaborators"})
  String list(Caller caller, RepositoryName name, Model model) {
    model.addAttribute("head", heads.readAsAdmin(caller, name));
    model.addAttribute("people", collaborators.list(caller, name));
    return "repository/collaborators";
  }

  @PostMapping({"/r/{namespace}/{name}/collaborators", "/_/{name}/collaborators"})
  String add(
      Caller caller,
      RepositoryName name,
      @ModelAttribute("form") CollaboratorForm form,
      Model model,
      RedirectAttributes redirect) {
    String wanted = form.person();
    try {
      collaborators.add(caller, name, wanted);
      notices.say(redirect, "repository.people.added", wanted);
      return "redirect:" + RepositoryPaths.page(name) + "/collaborators";
    } catch (CollaboratorUnknown e) {
      model.addAttribute("unknown", wanted.length() > 60 ? wanted.substring(0, 60) + "…" : wanted);
      return list(caller, name, model);
    }
  }

  @GetMapping({"/r/{namespace}/{name}/collaborators/remove", "/_/{name}/collaborators/remove"})
  String askRemove(
      Caller caller,
      RepositoryName name,
      @ModelAttribute("form") CollaboratorForm form,
      Model model) {
    model.addAttribute("head", heads.readAsAdmin(caller, name));
    if (!collaborators.list(caller, name).contains(form.person())) {
      return "redirect:" + RepositoryPaths.page(name) + "/collaborators";
    }
    model.addAttribute("person", form.person());
    return "repository/remove-collaborator";
  }

  @PostMapping({"/r/{namespace}/{name}/collaborators/remove", "/_/{name}/collaborators/remove"})
  String remove(
      Caller caller,
      RepositoryName name,
      @ModelAttribute("form") CollaboratorForm form,
      RedirectAttributes redirect) {
    collaborators.remove(caller, name, form.person());
    notices.say(redirect, "repository.people.removed", form.person());
    return "redirect:" + RepositoryPaths.page(name) + "/collaborators";
  }
}
