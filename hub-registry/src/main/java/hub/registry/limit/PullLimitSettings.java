package hub.registry.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many pulls are free in six hours; 0 is no limit.
 *
 * @param pullLimit of one account ({@code HUB_PULL_LIMIT})
 * @param pullLimitAnonymous of one address without an account ({@code HUB_PULL_LIMIT_ANONYMOUS})
 */
@ConfigurationProperties("hub")
public record PullLimitSettings(
    @DefaultValue("0") int pullLimit, @DefaultValue("0") int pullLimitAnonymous) {}
