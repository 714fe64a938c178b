package hub.accounts.mail;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.mail.MailedLinks.Purpose;
import hub.db.HubSettings;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** Writes the mails that were ordered, and sends them: by SMTP, or into the outbox. */
@Component
class Postman {

  static final Duration CONFIRM_LIFE = Duration.ofDays(3);
  static final Duration RESET_LIFE = Duration.ofHours(1);

  private final Accounts accounts;
  private final MailedLinks links;
  private final HubSettings settings;
  private final MailSettings properties;
  private final Outbox outbox;
  private final SpringTemplateEngine templates;
  private final @Nullable JavaMailSenderImpl smtp;

  Postman(
      Accounts accounts,
      MailedLinks links,
      HubSettings settings,
      MailSettings properties,
      Outbox outbox,
      SpringTemplateEngine templates) {
    this.accounts = accounts;
    this.links = links;
    this.settings = settings;
    this.properties = properties;
    this.outbox = outbox;
    this.templates = templates;
    this.smtp = properties.smtpUrl() == null ? null : sender(properties.smtpUrl());
  }

  /** Writes and sends one mail; where that fails, the task is tried again and makes a new link. */
  void deliver(MailOrder order) {
    var account = accounts.findById(order.accountId()).orElse(null);
    if (account == null || isOvertaken(order, account)) {
      return;
    }
    try {
      var message = write(order, account);
      if (smtp == null) {
        outbox.put(message);
      } else {
        smtp.send(message);
      }
    } catch (MessagingException e) {
      throw new IllegalStateException("A mail could not be written.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A link to an address that was corrected meanwhile would only mislead. */
  private static boolean isOvertaken(MailOrder order, Account account) {
    return order.kind() == MailOrder.Kind.CONFIRM && !account.expects(order.to());
  }

  private MimeMessage write(MailOrder order, Account account) throws MessagingException {
    String link = link(order, account);
    Object[] words = {account.name(), settings.registryHost(), order.detail(), order.to()};
    var locale = Locale.forLanguageTag(account.locale());
    var text = MailText.of(order.kind(), locale, words);
    var session = smtp == null ? Session.getInstance(new Properties()) : smtp.getSession();
    var message = new MimeMessage(session);
    var helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
    helper.setFrom(sender());
    helper.setTo(order.to());
    helper.setSubject(text.subject());
    var model = Map.<String, Object>of("mail", text, "link", link, "lang", locale.toLanguageTag());
    helper.setText(text.plain(link), templates.process("mail/mail", new Context(locale, model)));
    // Answering machines stay silent (RFC 3834).
    message.setHeader("Auto-Submitted", "auto-generated");
    message.saveChanges();
    return message;
  }

  private String link(MailOrder order, Account account) {
    return switch (order.kind()) {
      case CONFIRM ->
          settings.address(
              "/confirm?token="
                  + links.make(account.id(), Purpose.confirm, order.to(), CONFIRM_LIFE));
      case RESET ->
          settings.address(
              "/reset?token=" + links.make(account.id(), Purpose.reset, order.to(), RESET_LIFE));
      case WEBHOOK_OFF -> settings.address("/r/" + order.detail() + "/webhooks");
      case KNOWN -> settings.address("/login");
      case PASSWORD_CHANGED, EMAIL_CHANGING -> settings.address("/forgot");
    };
  }

  private String sender() {
    if (properties.mailFrom() != null) {
      return properties.mailFrom();
    }
    String host = settings.url().getHost();
    return "hub@" + (host == null ? "localhost" : host);
  }

  private static JavaMailSenderImpl sender(URI url) {
    boolean tls = "smtps".equals(url.getScheme());
    if (url.getHost() == null || !(tls || "smtp".equals(url.getScheme()))) {
      throw new IllegalStateException(
          "HUB_SMTP_URL must look like smtp://user:password@host:port or smtps://….");
    }
    var sender = new JavaMailSenderImpl();
    sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
    sender.setProtocol(tls ? "smtps" : "smtp");
    sender.setHost(url.getHost());
    sender.setPort(url.getPort() > 0 ? url.getPort() : tls ? 465 : 587);
    var properties = sender.getJavaMailProperties();
    String user = url.getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      sender.setUsername(colon < 0 ? user : user.substring(0, colon));
      sender.setPassword(colon < 0 ? "" : user.substring(colon + 1));
      properties.setProperty("mail." + sender.getProtocol() + ".auth", "true");
    }
    for (String timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty("mail." + sender.getProtocol() + "." + timeout, "15000");
    }
    properties.setProperty("mail.smtp.starttls.enable", "true");
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtps.ssl.checkserveridentity", "true");
    return sender;
  }
}
