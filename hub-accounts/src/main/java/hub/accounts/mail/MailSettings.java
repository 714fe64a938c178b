package hub.accounts.mail;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the operator sets about mail.
 *
 * @param smtpUrl {@code smtp://user:password@host:port} or {@code smtps://…}; null: mails are files
 *     in the outbox
 * @param mailFrom the sender of every mail; null: {@code hub@} the hub's host
 */
@ConfigurationProperties("hub")
record MailSettings(@Nullable URI smtpUrl, @Nullable String mailFrom) {}
