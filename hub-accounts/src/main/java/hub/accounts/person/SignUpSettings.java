package hub.accounts.person;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator sets about who has an account.
 *
 * @param signup who may sign up
 * @param admin a site admin to be made at start
 */
@ConfigurationProperties("hub")
record SignUpSettings(@DefaultValue("open") Signup signup, @DefaultValue Admin admin) {

  /** Who may sign up. */
  enum Signup {
    OPEN,
    CLOSED
  }

  /** Name, address and password of an admin; all or none. */
  record Admin(@Nullable String username, @Nullable String email, @Nullable String password) {}
}
