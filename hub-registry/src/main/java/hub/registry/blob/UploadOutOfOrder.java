package hub.registry.blob;

/** A part that does not begin where the upload ends. */
public class UploadOutOfOrder extends RuntimeException {

  private final Upload upload;

  UploadOutOfOrder(Upload upload) {
    super("the upload goes on at byte " + upload.offset());
    this.upload = upload;
  }

  /** The upload as it is. */
  public Upload upload() {
    return upload;
  }
}
