package hub.web.api;

/** A body without a field that it must have. */
class MissingField extends RuntimeException {

  private final String field;

  MissingField(String field) {
    super("The field " + field + " is missing.");
    this.field = field;
  }

  String field() {
    return field;
  }
}
