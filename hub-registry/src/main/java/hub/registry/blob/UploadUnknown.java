package hub.registry.blob;

/** There is no such upload: finished, cancelled, expired, or of another person or repository. */
public class UploadUnknown extends RuntimeException {

  UploadUnknown() {
    super("this upload is not known: it is finished, cancelled or expired");
  }
}
