package hub.registry.blob;

import hub.registry.Digest;
import hub.registry.store.Progress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload in the hands of the one request that writes to it. Its tail stays in the row until it
 * is needed: in memory it would stay for as long as the client takes.
 *
 * @param session what else the store must know; null where that is nothing
 * @param tail how many of its last bytes are in the row and not in the store
 * @param prefix the digest of the bytes that are here, where the store keeps them for good
 * @param writer the claim of this request; null in a store that only this process writes to
 * @param takenOver whether the request before this one let its claim run out: its node is gone, or
 *     so slow that it may still write to the key
 */
record UploadState(
    Upload upload,
    @Nullable String session,
    int tail,
    @Nullable Digest prefix,
    @Nullable UUID writer,
    boolean takenOver) {

  /** One of which all that matters is in the upload itself. */
  static UploadState inPlace(Upload upload) {
    return new UploadState(upload, null, 0, null, null, false);
  }

  String key() {
    return upload.storageKey();
  }

  long offset() {
    return upload.offset();
  }

  /** How far the store itself has it. */
  Progress stored() {
    return Progress.untailed(upload.offset() - tail, session);
  }
}
