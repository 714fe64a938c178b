package hub.accounts;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator sets about accounts and mail.
 *
 * @param signup who may sign up
 * @param smtpUrl {@code smtp://user:password@host:port} or {@code smtps://…}; null: mails are files
 *     in the outbox
 * @param mailFrom the sender of every mail; null: {@code hub@} the hub's host
 * @param admin a site admin to be made at start
 */
@ConfigurationProperties("hub")
record AccountProperties(
    @DefaultValue("open") Signup signup,
    @Nullable URI smtpUrl,
    @Nullable String mailFrom,
    @DefaultValue Admin admin) {

  /** Who may sign up. */
  enum Signup {
    OPEN,
    INVITE,
    CLOSED
  }

  /** Name, address and password of an admin; all or none. */
  record Admin(@Nullable String username, @Nullable String email, @Nullable String password) {}
}
