package hub.webhooks;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/** An address that is told of every tag that is pushed to a repository. */
@Entity
@Table(name = "webhook")
public class Webhook {

  @Id
  @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
  private @Nullable UUID id;

  private long repositoryId;
  private String name;
  private String url;
  private @Nullable Long createdBy;
  private Instant createdAt = Instant.now();

  /** For JPA. */
  protected Webhook() {
    this.name = "";
    this.url = "";
  }

  Webhook(long repositoryId, String name, WebhookUrl url, @Nullable Long createdBy) {
    this.repositoryId = repositoryId;
    this.name = name;
    this.url = url.toString();
    this.createdBy = createdBy;
  }

  /** The id; a webhook that was never saved has none. */
  public UUID id() {
    if (id == null) {
      throw new IllegalStateException("webhook " + name + " is not saved");
    }
    return id;
  }

  long repositoryId() {
    return repositoryId;
  }

  public String name() {
    return name;
  }

  public String url() {
    return url;
  }

  /** The host of its address, which alone is no secret. */
  String host() {
    return WebhookUrl.parse(url).host();
  }

  public Instant createdAt() {
    return createdAt;
  }
}
