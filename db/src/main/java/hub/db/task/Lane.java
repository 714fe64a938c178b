package hub.db.task;

import java.util.Locale;

/**
 * A kind of background work. Each has threads and a scheduler of its own, so what hangs in one
 * delays none of the others. The sizes are of one node.
 */
public enum Lane {
  /** Mails, which people wait for. */
  MAIL(4),
  /**
   * Calls to receivers that nobody trusts to answer. They wait and do not compute, so there are
   * many places.
   */
  WEBHOOKS(64),
  /** Work on the store, each for minutes or hours: a place for each kind of it. */
  STORE(7),
  /** Short sweeps of tables. */
  HOUSEKEEPING(2);

  private final int places;

  Lane(int places) {
    this.places = places;
  }

  /** How many of its tasks a node runs at the same time. */
  public int places() {
    return places;
  }

  /** As metrics and threads spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
