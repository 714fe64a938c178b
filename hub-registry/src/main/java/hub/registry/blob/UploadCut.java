package hub.registry.blob;

import java.io.IOException;

/** The client went away in the middle of a body. What had come by then is kept. */
public class UploadCut extends RuntimeException {

  UploadCut(IOException cause) {
    super("the client ended the upload early", cause);
  }
}
