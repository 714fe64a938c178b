package hub.registry.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a blob that was asked for: from its first byte up to the one before {@code end}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range">HTTP Semantics</a>
 */
record ByteRange(long start, long end) {

  private static final Pattern SINGLE = Pattern.compile("(?i)bytes=([0-9]*+)-([0-9]*+)");

  /**
   * Reads a Range header. Empty where there is none, or one of several ranges or of another unit:
   * then all is sent, as the standard allows.
   *
   * @throws RegistryFailure 416 where the range lies outside
   */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher range = SINGLE.matcher(header == null ? "" : header.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    long start;
    long end;
    if (range.group(1).isEmpty()) {
      start = Math.max(0, size - number(range.group(2)));
      end = size;
    } else {
      start = number(range.group(1));
      end = range.group(2).isEmpty() ? size : Math.min(size, number(range.group(2)) + 1);
    }
    if (start >= size || end <= start) {
      throw new RegistryFailure(
              ErrorCode.SIZE_INVALID, 416, "the blob has " + size + " bytes", null)
          .with("Content-Range", "bytes */" + size);
    }
    return Optional.of(new ByteRange(start, end));
  }

  /** Beyond the end of anything there is, where it does not fit. */
  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE - 1 : Long.parseLong(digits);
  }

  long length() {
    return end - start;
  }
}
