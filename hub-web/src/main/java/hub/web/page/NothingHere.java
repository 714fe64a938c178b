package hub.web.page;

/** There is nothing at this address that the viewer may see. */
public class NothingHere extends RuntimeException {

  public NothingHere() {
    super("There is nothing here that you may see.");
  }
}
