package hub.webhooks;

import hub.webhooks.send.Answer;
import hub.webhooks.send.Message;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/** One event told to one webhook, over all its tries. */
@Entity
@Table(name = "delivery")
public class Delivery {

  /** How far it has come. */
  public enum State {
    /** Not tried yet, or to be tried again. */
    PENDING,
    /** Answered with a status from 200 to 299. */
    DELIVERED,
    /** Given up. */
    FAILED;

    /** As the database and style sheets spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException where it is no state
     */
    static State parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** The pauses after the tries that fail: eight tries in a day. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(15));

  /** How often it is tried before it is given up. */
  public static final int MAX_ATTEMPTS = PAUSES.size() + 1;

  @Id
  @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
  private @Nullable UUID id;

  private UUID webhookId;
  private String event;
  private @Nullable String tag;
  private String payload;
  private State state = State.PENDING;
  private int attempts;
  private @Nullable Instant nextTryAt;
  private @Nullable Integer status;
  private @Nullable Integer durationMs;
  private @Nullable String response;
  private @Nullable String error;
  private Instant createdAt = Instant.now();
  private @Nullable Instant finishedAt;

  /** For JPA. */
  protected Delivery() {
    this.webhookId = new UUID(0, 0);
    this.event = "";
    this.payload = "";
  }

  Delivery(UUID webhookId, String event, @Nullable String tag, String payload) {
    this.webhookId = webhookId;
    this.event = event;
    this.tag = tag;
    this.payload = payload;
    this.nextTryAt = createdAt;
  }

  /** The same once more, from the beginning. */
  Delivery again() {
    return new Delivery(webhookId, event, tag, payload);
  }

  /** What the receiver is told. */
  Message message() {
    return new Message(id().toString(), event, payload);
  }

  /** Notes what came of a try, and when the next one is, if any. */
  void tried(Answer answer) {
    attempts++;
    status = answer.status();
    durationMs = (int) answer.duration().toMillis();
    response = answer.body();
    error = answer.error();
    if (answer.isSuccess()) {
      state = State.DELIVERED;
    } else if (answer.isFinal() || attempts >= MAX_ATTEMPTS) {
      state = State.FAILED;
    } else {
      nextTryAt = Instant.now().plus(PAUSES.get(attempts - 1));
      return;
    }
    nextTryAt = null;
    finishedAt = Instant.now();
  }

  /** Notes that it is not tried any more, and why. */
  void giveUp(String reason) {
    state = State.FAILED;
    error = reason;
    nextTryAt = null;
    finishedAt = Instant.now();
  }

  /** The id; a delivery that was never saved has none. */
  public UUID id() {
    if (id == null) {
      throw new IllegalStateException("a delivery is not saved");
    }
    return id;
  }

  /** The webhook that is told. */
  public UUID webhookId() {
    return webhookId;
  }

  /** {@code push} or {@code test}. */
  public String event() {
    return event;
  }

  /** The tag that was pushed; null where the event is of none. */
  public @Nullable String tag() {
    return tag;
  }

  /** The JSON that is sent. */
  public String payload() {
    return payload;
  }

  /** How far it has come. */
  public State state() {
    return state;
  }

  /** How often it was tried. */
  public int attempts() {
    return attempts;
  }

  /** When it is tried next; null where that is done. */
  public @Nullable Instant nextTryAt() {
    return nextTryAt;
  }

  /** The HTTP status of the last try; null where none came. */
  public @Nullable Integer status() {
    return status;
  }

  /** How long the last try took, in milliseconds. */
  public @Nullable Integer durationMs() {
    return durationMs;
  }

  /** The first 4 KiB of what the last try was answered with. */
  public @Nullable String response() {
    return response;
  }

  /** Why the last try brought no answer, for people. */
  public @Nullable String error() {
    return error;
  }

  /** When the event happened. */
  public Instant createdAt() {
    return createdAt;
  }

  /** When it arrived or was given up; null before that. */
  public @Nullable Instant finishedAt() {
    return finishedAt;
  }
}
