package hub.registry.limit;

/** One account sends more bodies at once than it may. */
public class TooManyUploads extends RuntimeException {

  TooManyUploads() {
    super(
        "more than %d uploads of one account at once: wait for some to end"
            .formatted(UploadSlots.PER_ACCOUNT));
  }
}
