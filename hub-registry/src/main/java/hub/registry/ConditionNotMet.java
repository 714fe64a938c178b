package hub.registry;

/** What a request asked to change is not as the request wants it to be. */
public class ConditionNotMet extends RuntimeException {

  ConditionNotMet(String message) {
    super(message);
  }
}
