package hub.repositories.access;

import hub.db.HubSettings;

/** The caller's e-mail address is not confirmed: until then the caller only looks. */
public class NotConfirmed extends RuntimeException {

  public NotConfirmed(HubSettings hub) {
    super(words(hub));
  }

  /** What to do and where; Docker's client prints it too. */
  public static String words(HubSettings hub) {
    return "confirm your e-mail address first: open the link that was mailed to you, or ask for a new one at "
        + hub.address("/settings/email");
  }
}
