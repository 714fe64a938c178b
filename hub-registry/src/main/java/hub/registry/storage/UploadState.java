package hub.registry.storage;

import hub.registry.Digest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload in the hands of the one request that writes to it.
 *
 * @param prefix the digest of the bytes that are here, where the store keeps them for good
 * @param writer the claim of this request; null in a store that only this process writes to
 * @param takenOver whether the request before this one let its claim run out: its node is gone, or
 *     so slow that it may still write to the key
 */
record UploadState(
    Upload upload,
    Progress progress,
    @Nullable Digest prefix,
    @Nullable UUID writer,
    boolean takenOver) {

  /** One of which all that matters is in the upload itself. */
  static UploadState inPlace(Upload upload) {
    return new UploadState(upload, Progress.inPlace(upload.offset()), null, null, false);
  }

  String key() {
    return upload.storageKey();
  }

  long offset() {
    return upload.offset();
  }
}
