package hub.web.api;

/** A body without a field that it must have. */
public class MissingField extends RuntimeException {

  private final String field;

  public MissingField(String field) {
    super("The field " + field + " is missing.");
    this.field = field;
  }

  /** The name of the field, as the body has it. */
  public String field() {
    return field;
  }
}
