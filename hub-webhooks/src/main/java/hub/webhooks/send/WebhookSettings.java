package hub.webhooks.send;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator decides about webhooks.
 *
 * @param webhookAllow {@code HUB_WEBHOOK_ALLOW}: internal places that may be told all the same:
 *     host names, addresses and networks (10.1.0.0/16), or {@code *} for all
 */
@ConfigurationProperties("hub")
record WebhookSettings(@DefaultValue List<String> webhookAllow) {}
