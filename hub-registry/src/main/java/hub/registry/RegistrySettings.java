package hub.registry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator decides about the registry.
 *
 * @param storageDurability whether bytes are on the disk before a push is acknowledged ({@code
 *     HUB_STORAGE_DURABILITY})
 * @param storageQuota how many bytes a namespace may store ({@code HUB_STORAGE_QUOTA}); null for as
 *     many as it likes
 */
@ConfigurationProperties("hub")
public record RegistrySettings(
    @DefaultValue("durable") Durability storageDurability, @Nullable Long storageQuota) {

  /** When an upload counts as kept. */
  public enum Durability {
    /** Once the disk has it: an acknowledged push survives a power cut. */
    DURABLE,
    /** Once the operating system has it: faster, and a power cut may lose the last seconds. */
    RELAXED;

    /** As operators write it: {@code relaxed}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
