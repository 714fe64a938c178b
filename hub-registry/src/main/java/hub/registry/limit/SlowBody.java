package hub.registry.limit;

import java.io.IOException;

/** A body that comes too slowly to be waited for. */
public class SlowBody extends IOException {

  private static final long serialVersionUID = 1;

  SlowBody() {
    super(
        "the body came more slowly than %d bytes in %d seconds"
            .formatted(PacedBody.LEAST, PacedBody.WINDOW.toSeconds()));
  }
}
