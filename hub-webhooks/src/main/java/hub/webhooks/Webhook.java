package hub.webhooks;

import jakarta.persistence.Column;
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

  // Counted by WebhookHealth while others change the name.
  @Column(insertable = false, updatable = false)
  private int failures;

  @Column(insertable = false, updatable = false)
  private @Nullable Instant failingSince;

  @Column(insertable = false, updatable = false)
  private @Nullable Instant switchedOffAt;

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

  /** The account that added it; null where that is gone. */
  @Nullable Long createdBy() {
    return createdBy;
  }

  /** Gives it another name and address. */
  void change(String newName, WebhookUrl newUrl) {
    this.name = newName;
    this.url = newUrl.toString();
  }

  /** How many calls in a row were not answered with a 2xx; zero where the last one was. */
  public int failures() {
    return failures;
  }

  /** When the first of those was; null where there is none. */
  public @Nullable Instant failingSince() {
    return failingSince;
  }

  /** When it was switched off, because nobody answered; null while it is called. */
  public @Nullable Instant switchedOffAt() {
    return switchedOffAt;
  }

  public Instant createdAt() {
    return createdAt;
  }
}
