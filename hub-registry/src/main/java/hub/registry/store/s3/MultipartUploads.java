package hub.registry.store.s3;

import hub.registry.store.s3.S3Session.Part;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Objects in the making: begun, sent part by part, put together, or abandoned. */
final class MultipartUploads {

  /** No store copies more at once. */
  private static final long LARGEST_COPY = 1024L * 1024 * 1024;

  private final S3Connection store;
  private final String bucket;

  MultipartUploads(S3Connection store) {
    this.store = store;
    this.bucket = store.bucket();
  }

  /** Begins one whose parts will come with their CRC-32C. */
  S3Session begin(String key) throws IOException {
    return begin(key, ChecksumAlgorithm.CRC32_C);
  }

  /**
   * @param checksum what each part will come with; null where parts will be copied
   */
  private S3Session begin(String key, @Nullable ChecksumAlgorithm checksum) throws IOException {
    return S3Session.begun(
        S3Connection.call(
                () ->
                    store
                        .client()
                        .createMultipartUpload(
                            request ->
                                request
                                    .bucket(bucket)
                                    .key(key)
                                    .contentType("application/octet-stream")
                                    .checksumAlgorithm(checksum)))
            .uploadId());
  }

  /** Sends the next part: with its CRC-32C, or with its MD5 where others were copied. */
  S3Session send(String key, S3Session session, SpooledPart part) throws IOException {
    UploadPartRequest.Builder request =
        UploadPartRequest.builder()
            .bucket(bucket)
            .key(key)
            .uploadId(session.uploadId())
            .partNumber(session.nextNumber());
    String crc = session.isChecked() ? part.crc() : null;
    if (crc == null) {
      request.contentMD5(part.md5());
    } else {
      request.checksumCRC32C(crc);
    }
    String etag =
        S3Connection.call(
                () -> store.inTurn(() -> store.client().uploadPart(request.build(), content(part))))
            .eTag();
    return session.with(new Part(part.size(), bare(etag), crc));
  }

  /** May be read again: a request that fails is tried three times. */
  static RequestBody content(SpooledPart part) {
    return RequestBody.fromContentProvider(part::open, part.size(), "application/octet-stream");
  }

  /** Begins one that has all bytes of another object. */
  S3Session copy(String key, long size, String newKey) throws IOException {
    S3Session session = begin(newKey, null);
    long pieces = Math.ceilDiv(size, LARGEST_COPY);
    long start = 0;
    for (long piece = 1; piece <= pieces; piece++) {
      long end = size * piece / pieces;
      session = session.with(copyPart(key, start, end, newKey, session));
      start = end;
    }
    return session;
  }

  private Part copyPart(String key, long start, long end, String newKey, S3Session session)
      throws IOException {
    CopyPartResult result =
        S3Connection.call(
                () ->
                    store.inTurn(
                        () ->
                            store
                                .client()
                                .uploadPartCopy(
                                    request ->
                                        request
                                            .sourceBucket(bucket)
                                            .sourceKey(key)
                                            .copySourceRange(
                                                "bytes=%d-%d".formatted(start, end - 1))
                                            .destinationBucket(bucket)
                                            .destinationKey(newKey)
                                            .uploadId(session.uploadId())
                                            .partNumber(session.nextNumber()))))
            .copyPartResult();
    return new Part(end - start, bare(result.eTag()), null);
  }

  /**
   * Puts the parts together. Does nothing where that was done before: the answer may have been
   * lost, or our row.
   */
  void complete(String key, S3Session session) throws IOException {
    try {
      store.inTurn(
          () ->
              store
                  .client()
                  .completeMultipartUpload(
                      request ->
                          request
                              .bucket(bucket)
                              .key(key)
                              .uploadId(session.uploadId())
                              .multipartUpload(session.completed())));
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        throw S3Connection.failure(e);
      }
    } catch (SdkException e) {
      throw S3Connection.failure(e);
    }
  }

  /** Drops one with its parts, where it is still there. */
  void abort(String key, S3Session session) throws IOException {
    try {
      store
          .client()
          .abortMultipartUpload(
              request -> request.bucket(bucket).key(key).uploadId(session.uploadId()));
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        throw S3Connection.failure(e);
      }
    } catch (SdkException e) {
      throw S3Connection.failure(e);
    }
  }

  /**
   * Drops those that were begun before a time and whose key is not named any more.
   *
   * @return how many
   */
  int abortUnfinished(Instant before, Predicate<String> isNamed) throws IOException {
    return S3Connection.call(
        () -> {
          int count = 0;
          for (var upload :
              store
                  .client()
                  .listMultipartUploadsPaginator(request -> request.bucket(bucket))
                  .uploads()) {
            if (upload.initiated().isBefore(before) && !isNamed.test(upload.key())) {
              store
                  .client()
                  .abortMultipartUpload(
                      request ->
                          request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
              count++;
            }
          }
          return count;
        });
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }
}
