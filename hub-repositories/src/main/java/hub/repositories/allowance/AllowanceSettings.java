package hub.repositories.allowance;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator decides about repositories.
 *
 * @param freePrivateRepos how many private repositories a namespace may have
 */
@ConfigurationProperties("hub")
record AllowanceSettings(@DefaultValue("1") int freePrivateRepos) {

  AllowanceSettings {
    if (freePrivateRepos < 0) {
      throw new IllegalArgumentException(
          "HUB_FREE_PRIVATE_REPOS must be 0 or more, and is " + freePrivateRepos + ".");
    }
  }
}
