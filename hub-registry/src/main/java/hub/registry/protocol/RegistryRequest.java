package hub.registry.protocol;

import hub.registry.limit.PacedBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One request to the registry: its place in the path, its query and its body. The query is read by
 * hand, because the servlet's own parameters would swallow the body of a form-typed upload.
 */
final class RegistryRequest {

  private final HttpServletRequest servlet;
  private final RegistryPath path;

  RegistryRequest(HttpServletRequest servlet, RegistryPath path) {
    this.servlet = servlet;
    this.path = path;
  }

  /** For what only the container can do. */
  HttpServletRequest servlet() {
    return servlet;
  }

  /** What the request is about. */
  RegistryPath.Resource resource() {
    return path.resource();
  }

  /** What stands last in the path: a reference, a digest or the id of an upload. */
  String last() {
    return path.last();
  }

  /** The name as the client wrote it, for the addresses it is sent on to. */
  String nameAsWritten() {
    return path.name();
  }

  boolean isHead() {
    return servlet.getMethod().equals("HEAD");
  }

  @Nullable String header(String name) {
    return servlet.getHeader(name);
  }

  /** All lines of a header that is a list, as one; null where there is none. */
  @Nullable String headers(String name) {
    List<String> lines = Collections.list(servlet.getHeaders(name));
    return lines.isEmpty() ? null : String.join(", ", lines);
  }

  /** Whether bytes come with it. */
  boolean hasBody() {
    return servlet.getContentLengthLong() > 0 || header("Transfer-Encoding") != null;
  }

  /** The body, which must keep coming. */
  InputStream body() throws IOException {
    return new PacedBody(servlet.getInputStream());
  }

  /**
   * The first value of a query parameter, or null.
   *
   * @throws RegistryFailure where it holds a NUL, which no text of ours can
   */
  @Nullable String query(String name) {
    List<String> values = queryAll(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  /**
   * All values of a query parameter, without a NUL.
   *
   * @throws RegistryFailure where one holds it
   */
  List<String> queryAll(String name) {
    return queryAll(servlet.getQueryString(), name);
  }

  /**
   * How many the client wants, at most as many as we give.
   *
   * @throws RegistryFailure where it is no number
   */
  int limit(int most) {
    String text = query("n");
    if (text == null) {
      return most;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new RegistryFailure(ErrorCode.UNSUPPORTED, 400, "n must be a number", null);
    }
    return (int) Math.min(most, Long.parseLong(text));
  }

  /** How long the body is, where the client says so; more than an int holds is its largest. */
  OptionalInt contentLength() {
    long length = servlet.getContentLengthLong();
    return length < 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(length, Integer.MAX_VALUE));
  }

  /**
   * All values of a parameter of a query or a form, without a NUL.
   *
   * @throws RegistryFailure where one holds it
   */
  static List<String> queryAll(@Nullable String query, String name) {
    List<String> values = new ArrayList<>();
    if (query == null) {
      return values;
    }
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (decode(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (value.indexOf('\0') >= 0) {
          throw new RegistryFailure(ErrorCode.UNSUPPORTED, 400, name + " must be a text", null);
        }
        values.add(value);
      }
    }
    return values;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
