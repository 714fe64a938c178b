package hub.registry.quota;

import hub.repositories.push.PushRefused;

/** A push of more bytes than its namespace may store. */
public class StorageLimitReached extends PushRefused {

  StorageLimitReached(String message) {
    super(message);
  }
}
