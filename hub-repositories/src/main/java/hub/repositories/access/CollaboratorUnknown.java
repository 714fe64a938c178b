package hub.repositories.access;

/** No person has that name. */
public class CollaboratorUnknown extends RuntimeException {

  CollaboratorUnknown(String name) {
    super(
        "There is nobody of the name "
            + (name.length() <= 80 ? name : name.substring(0, 80))
            + ".");
  }
}
