package hub.web.webhook;

import hub.accounts.Caller;
import hub.repositories.RepositoryName;
import hub.web.page.Notices;
import hub.web.page.RepositoryPaths;
import hub.web.repository.RepositoryHeads;
import hub.webhooks.Deliveries;
import hub.webhooks.Delivery;
import hub.webhooks.InvalidWebhook;
import hub.webhooks.TooManyWebhooks;
import hub.webhooks.Webhook;
import hub.webhooks.WebhookNotFound;
import hub.webhooks.Webhooks;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The webhooks of a repository, and what was sent to them. */
@Controller
class WebhookController {

  private static final int SIZE = 25;

  private final RepositoryHeads heads;
  private final Webhooks webhooks;
  private final Deliveries deliveries;
  private final Notices notices;

  WebhookController(
      RepositoryHeads heads, Webhooks webhooks, Deliveries deliveries, Notices notices) {
    this.heads = heads;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.notices = notices;
  }

  @ExceptionHandler(WebhookNotFound.class)
  void gone(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.NOT_FOUND.value());
  }

  @GetMapping({"/r/{namespace}/{name}/webhooks", "/_/{name}/webhooks"})
  String list(Caller caller, RepositoryName name, Model model) {
    model.addAttribute("form", new WebhookForm("", ""));
    return page(caller, name, model);
  }

  @PostMapping({"/r/{namespace}/{name}/webhooks", "/_/{name}/webhooks"})
  String add(
      Caller caller,
      RepositoryName name,
      @ModelAttribute("form") WebhookForm form,
      BindingResult mistakes,
      Model model,
      RedirectAttributes redirect) {
    try {
      Webhook added = webhooks.add(caller, name, form.name(), form.url());
      notices.say(redirect, "webhook.added", added.name());
      return "redirect:" + path(name) + "/" + added.id();
    } catch (InvalidWebhook e) {
      tell(e, mistakes);
    } catch (TooManyWebhooks e) {
      mistakes.reject("webhook.tooMany", new Object[] {Webhooks.MAX}, null);
    }
    return page(caller, name, model);
  }

  @GetMapping({"/r/{namespace}/{name}/webhooks/{id}", "/_/{name}/webhooks/{id}"})
  String show(
      Caller caller,
      RepositoryName name,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String cursor,
      Model model) {
    model.addAttribute("head", heads.readAsAdmin(caller, name));
    Webhook webhook = webhooks.find(caller, name, id);
    model.addAttribute("webhook", webhook);
    model.addAttribute("maxAttempts", Delivery.MAX_ATTEMPTS);
    Deliveries.Page page = deliveries.list(caller, name, id, cursor, SIZE);
    List<DeliveryView> views =
        page.deliveries().stream()
            .map(it -> DeliveryView.of(it, name.name(), webhook.url()))
            .toList();
    model.addAttribute("deliveries", views);
    model.addAttribute("fresh", !views.isEmpty() && views.getFirst().isFresh());
    model.addAttribute(
        "older", page.next() == null ? null : path(name) + "/" + id + "?cursor=" + page.next());
    model.addAttribute("newer", cursor == null || cursor.isEmpty() ? null : path(name) + "/" + id);
    return "webhook/webhook";
  }

  @GetMapping({"/r/{namespace}/{name}/webhooks/{id}/edit", "/_/{name}/webhooks/{id}/edit"})
  String edit(Caller caller, RepositoryName name, @PathVariable UUID id, Model model) {
    Webhook webhook = webhooks.find(caller, name, id);
    model.addAttribute("form", new WebhookForm(webhook.name(), webhook.url()));
    return editPage(caller, name, webhook, model);
  }

  @PostMapping({"/r/{namespace}/{name}/webhooks/{id}/edit", "/_/{name}/webhooks/{id}/edit"})
  String change(
      Caller caller,
      RepositoryName name,
      @PathVariable UUID id,
      @ModelAttribute("form") WebhookForm form,
      BindingResult mistakes,
      Model model,
      RedirectAttributes redirect) {
    try {
      webhooks.change(caller, name, id, form.name(), form.url());
      notices.say(redirect, "webhook.edited");
      return "redirect:" + path(name) + "/" + id;
    } catch (InvalidWebhook e) {
      tell(e, mistakes);
      return editPage(caller, name, webhooks.find(caller, name, id), model);
    }
  }

  @PostMapping({"/r/{namespace}/{name}/webhooks/{id}/on", "/_/{name}/webhooks/{id}/on"})
  String switchOn(
      Caller caller, RepositoryName name, @PathVariable UUID id, RedirectAttributes redirect) {
    webhooks.switchOn(caller, name, id);
    notices.say(redirect, "webhook.switchedOn");
    return "redirect:" + path(name) + "/" + id;
  }

  @PostMapping({"/r/{namespace}/{name}/webhooks/{id}/test", "/_/{name}/webhooks/{id}/test"})
  String test(
      Caller caller, RepositoryName name, @PathVariable UUID id, RedirectAttributes redirect) {
    webhooks.sendTest(caller, name, id);
    notices.say(redirect, "webhook.test.sent");
    return "redirect:" + path(name) + "/" + id;
  }

  /** All of a payload, of which the page shows the beginning. */
  @GetMapping(
      value = {
        "/r/{namespace}/{name}/webhooks/{id}/deliveries/{delivery}",
        "/_/{name}/webhooks/{id}/deliveries/{delivery}"
      },
      produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseBody
  String payload(
      Caller caller, RepositoryName name, @PathVariable UUID id, @PathVariable UUID delivery) {
    return deliveries.find(caller, name, id, delivery).payload();
  }

  @PostMapping({
    "/r/{namespace}/{name}/webhooks/{id}/deliveries/{delivery}",
    "/_/{name}/webhooks/{id}/deliveries/{delivery}"
  })
  String redeliver(
      Caller caller,
      RepositoryName name,
      @PathVariable UUID id,
      @PathVariable UUID delivery,
      RedirectAttributes redirect) {
    deliveries.redeliver(caller, name, id, delivery);
    notices.say(redirect, "webhook.sent.again");
    return "redirect:" + path(name) + "/" + id;
  }

  @GetMapping({"/r/{namespace}/{name}/webhooks/{id}/delete", "/_/{name}/webhooks/{id}/delete"})
  String askDelete(Caller caller, RepositoryName name, @PathVariable UUID id, Model model) {
    model.addAttribute("head", heads.readAsAdmin(caller, name));
    model.addAttribute("webhook", webhooks.find(caller, name, id));
    return "webhook/delete";
  }

  @PostMapping({"/r/{namespace}/{name}/webhooks/{id}/delete", "/_/{name}/webhooks/{id}/delete"})
  String delete(
      Caller caller, RepositoryName name, @PathVariable UUID id, RedirectAttributes redirect) {
    webhooks.remove(caller, name, id);
    notices.say(redirect, "webhook.deleted");
    return "redirect:" + path(name);
  }

  private String page(Caller caller, RepositoryName name, Model model) {
    model.addAttribute("head", heads.readAsAdmin(caller, name));
    model.addAttribute("webhooks", webhooks.list(caller, name));
    model.addAttribute("newest", deliveries.newest(caller, name));
    return "webhook/webhooks";
  }

  private String editPage(Caller caller, RepositoryName name, Webhook webhook, Model model) {
    model.addAttribute("head", heads.readAsAdmin(caller, name));
    model.addAttribute("webhook", webhook);
    return "webhook/edit";
  }

  private static void tell(InvalidWebhook invalid, BindingResult mistakes) {
    invalid.faults().forEach((field, fault) -> mistakes.rejectValue(field, "invalid", fault));
  }

  private static String path(RepositoryName name) {
    return RepositoryPaths.page(name) + "/webhooks";
  }
}
