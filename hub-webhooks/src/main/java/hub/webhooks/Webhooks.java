package hub.webhooks;

import hub.accounts.Caller;
import hub.registry.ImagePushed;
import hub.registry.TagName;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.webhooks.send.AllowedTargets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The addresses that are told of pushes. Only who administers a repository sees and changes its
 * webhooks; each method throws what {@link Permissions#require} throws.
 */
@Service
@Transactional
public class Webhooks {

  /** How many webhooks a repository may have. */
  public static final int MAX = 20;

  private static final int LONGEST_NAME = 100;

  private final WebhookRows rows;
  private final Permissions permissions;
  private final AllowedTargets targets;
  private final Payloads payloads;
  private final DeliveryQueue queue;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Webhooks(
      WebhookRows rows,
      Permissions permissions,
      AllowedTargets targets,
      Payloads payloads,
      DeliveryQueue queue,
      JdbcClient jdbc,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.permissions = permissions;
    this.targets = targets;
    this.payloads = payloads;
    this.queue = queue;
    this.jdbc = jdbc;
    this.events = events;
  }

  /**
   * Adds one.
   *
   * @param name for people, at most 100 characters; where it is empty, the host of the address
   * @param url absolute, http or https, at most 2,000 characters
   * @throws InvalidWebhook where one of them cannot be, or the address is internal; tells of both
   * @throws TooManyWebhooks where there are 20 already
   */
  public Webhook add(Caller caller, RepositoryName repository, String name, String url) {
    RepositoryRef ref = administered(caller, repository);
    Description told = describe(name, url);
    // Two who add at once take turns, so the count is exact.
    jdbc.sql("select id from repository where id = ? for no key update")
        .param(ref.id())
        .query(Long.class)
        .optional();
    if (rows.countByRepositoryId(ref.id()) >= MAX) {
      throw new TooManyWebhooks();
    }
    Webhook added = rows.save(new Webhook(ref.id(), told.name(), told.url(), caller.accountId()));
    events.publishEvent(
        new WebhookCreated(
            ref.id(), repository, added.id(), told.name(), told.url().host(), caller.actor()));
    return added;
  }

  /** What people say of a webhook, found to be right. */
  private record Description(String name, WebhookUrl url) {}

  private Description describe(String name, String url) {
    Map<String, String> faults = new LinkedHashMap<>();
    String label = name.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (label.codePointCount(0, label.length()) > LONGEST_NAME) {
      faults.put("name", "The name has more than " + LONGEST_NAME + " characters.");
    }
    WebhookUrl address = null;
    try {
      address = WebhookUrl.parse(url);
      if (targets.refuses(address.host())) {
        faults.put("url", AllowedTargets.refusal(address.host()));
      }
    } catch (InvalidWebhook e) {
      faults.putAll(e.faults());
    }
    if (address == null || !faults.isEmpty()) {
      throw new InvalidWebhook(faults);
    }
    String host = address.host();
    return new Description(
        !label.isEmpty()
            ? label
            : host.length() > LONGEST_NAME ? host.substring(0, LONGEST_NAME) : host,
        address);
  }

  /**
   * Gives one another name and address.
   *
   * @throws InvalidWebhook as {@link #add} does
   * @throws WebhookNotFound where the repository has none of that id
   */
  public Webhook change(
      Caller caller, RepositoryName repository, UUID id, String name, String url) {
    RepositoryRef ref = administered(caller, repository);
    Description told = describe(name, url);
    Webhook webhook = keep(ref, id);
    webhook.change(told.name(), told.url());
    events.publishEvent(
        WebhookChanged.of(webhook, repository, WebhookChanged.What.CHANGE, caller.actor()));
    return webhook;
  }

  /**
   * Calls one again that was switched off. Nothing happens where it is on.
   *
   * @throws WebhookNotFound where the repository has none of that id
   */
  public void switchOn(Caller caller, RepositoryName repository, UUID id) {
    RepositoryRef ref = administered(caller, repository);
    Webhook webhook = keep(ref, id);
    if (rows.switchOn(id, ref.id()) == 1) {
      events.publishEvent(
          WebhookChanged.of(webhook, repository, WebhookChanged.What.ON, caller.actor()));
    }
  }

  /** All of a repository, oldest first. */
  @Transactional(readOnly = true)
  public List<Webhook> list(Caller caller, RepositoryName repository) {
    return rows.findByRepositoryIdOrderById(administered(caller, repository).id());
  }

  /**
   * One of them.
   *
   * @throws WebhookNotFound where the repository has none of that id
   */
  @Transactional(readOnly = true)
  public Webhook find(Caller caller, RepositoryName repository, UUID id) {
    return rows.findByIdAndRepositoryId(id, administered(caller, repository).id())
        .orElseThrow(WebhookNotFound::new);
  }

  /** One of them, which nobody removes while the caller adds a delivery to it. */
  @Transactional(propagation = Propagation.MANDATORY)
  Webhook keep(RepositoryRef repository, UUID id) {
    return rows.keep(id, repository.id()).orElseThrow(WebhookNotFound::new);
  }

  /** Removes one, with its deliveries. Nothing happens where it is gone already. */
  public void remove(Caller caller, RepositoryName repository, UUID id) {
    RepositoryRef ref = administered(caller, repository);
    Optional<Webhook> webhook = rows.findByIdAndRepositoryId(id, ref.id());
    if (rows.remove(id, ref.id()) == 1 && webhook.isPresent()) {
      events.publishEvent(
          new WebhookRemoved(
              ref.id(),
              repository,
              id,
              webhook.get().name(),
              webhook.get().host(),
              caller.actor()));
    }
  }

  /**
   * Sends what a push of {@code latest} would send, so that a receiver can be tried; the payload
   * says that it is a test. One that is switched off is not called.
   *
   * @throws WebhookNotFound where the repository has none of that id
   */
  public Delivery sendTest(Caller caller, RepositoryName repository, UUID id) {
    RepositoryRef ref = administered(caller, repository);
    Webhook webhook = keep(ref, id);
    Caller.Identity account = caller.account();
    String pusher = account == null ? "" : account.name();
    String payload = payloads.test(webhook.repositoryId(), repository, pusher, Instant.now());
    return queue.add(new Delivery(webhook.id(), "test", "latest", payload), ref.namespaceId());
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(ImagePushed push) {
    if (push.tags().isEmpty()) {
      return;
    }
    List<Webhook> webhooks = rows.keepAll(push.repositoryId());
    if (webhooks.isEmpty()) {
      return;
    }
    for (TagName tag : push.tags()) {
      String payload =
          payloads.push(
              push.repositoryId(),
              push.repository(),
              tag.value(),
              push.digest().toString(),
              push.mediaType(),
              push.actor().name(),
              push.at());
      webhooks.forEach(
          it -> queue.add(new Delivery(it.id(), "push", tag.value(), payload), push.namespaceId()));
    }
  }

  private RepositoryRef administered(Caller caller, RepositoryName repository) {
    return permissions.require(caller, repository, Permission.ADMIN);
  }
}
