package hub.webhooks;

import java.util.Map;

/** A name or an address that a webhook cannot have; the words are for the person who typed it. */
public class InvalidWebhook extends RuntimeException {

  private final Map<String, String> faults;

  InvalidWebhook(String field, String fault) {
    this(Map.of(field, fault));
  }

  /**
   * Several at once.
   *
   * @param faults what is wrong, by field; at least one
   */
  InvalidWebhook(Map<String, String> faults) {
    super(String.join(" ", faults.values()));
    this.faults = Map.copyOf(faults);
  }

  /** What is wrong with each field that is: {@code name} or {@code url}. */
  public Map<String, String> faults() {
    return faults;
  }
}
