package hub.registry.store.s3;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A multipart upload that is not complete. Written down as a line with its id, and one for each
 * part.
 *
 * @param parts in order; the first has the number 1
 */
record S3Session(String uploadId, List<Part> parts) {

  private static final String NO_CHECKSUM = "-";

  /**
   * One part that the store has acknowledged.
   *
   * @param size in bytes
   * @param crc its CRC-32C as S3 writes it; null of one that the store has copied
   */
  record Part(long size, String etag, @Nullable String crc) {}

  static S3Session begun(String uploadId) {
    return new S3Session(uploadId, List.of());
  }

  static @Nullable S3Session read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] lines = text.split("\n");
    var parts = new ArrayList<Part>();
    for (int i = 1; i < lines.length; i++) {
      String[] words = lines[i].split(" ");
      parts.add(
          new Part(
              Long.parseLong(words[0]), words[1], words[2].equals(NO_CHECKSUM) ? null : words[2]));
    }
    return new S3Session(lines[0], List.copyOf(parts));
  }

  String text() {
    var text = new StringBuilder(uploadId);
    for (Part part : parts) {
      text.append('\n').append(part.size()).append(' ').append(part.etag()).append(' ');
      text.append(part.crc() == null ? NO_CHECKSUM : part.crc());
    }
    return text.toString();
  }

  S3Session with(Part part) {
    var more = new ArrayList<Part>(parts);
    more.add(part);
    return new S3Session(uploadId, more);
  }

  int nextNumber() {
    return parts.size() + 1;
  }

  /** Whether the store knows a checksum of each part; not of those that it has copied itself. */
  boolean isChecked() {
    return parts.stream().allMatch(part -> part.crc() != null);
  }

  /** How many bytes lie in its parts. */
  long size() {
    return parts.stream().mapToLong(Part::size).sum();
  }

  CompletedMultipartUpload completed() {
    boolean checked = isChecked();
    var completed = new ArrayList<CompletedPart>();
    for (Part part : parts) {
      completed.add(
          CompletedPart.builder()
              .partNumber(completed.size() + 1)
              .eTag(part.etag())
              .checksumCRC32C(checked ? part.crc() : null)
              .build());
    }
    return CompletedMultipartUpload.builder().parts(completed).build();
  }
}
