package hub.registry.protocol;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What the web server refuses before the door sees it (a NUL or bad UTF-8 in the path, dots above
 * the root, headers too long, TRACE), told to registry clients in the protocol's words. Made by
 * Tomcat, by name.
 */
public final class WebServerRefusals extends ErrorReportValve {

  private static final String BODY =
      "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"%s\",\"detail\":{}}]}";

  /** The web server takes none, as no host name on the Internet has one; Docker's services may. */
  private static final String UNDERSCORE =
      "a host name has no underscore, and the request names one in Host: name the hub by another,"
          + " or have the proxy pass its public name";

  public WebServerRefusals() {
    setShowReport(false);
    setShowServerInfo(false);
  }

  /** What is refused already must not come to the pages' way of telling errors. */
  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (response.isErrorReportRequired() && isOfRegistry(request)) {
      // A refusal shuts the answer; as where errors are usually told, it opens for the telling.
      response.setSuspended(false);
      report(request, response, null);
      return;
    }
    super.invoke(request, response);
  }

  private static boolean isOfRegistry(Request request) {
    String uri = request.getRequestURI();
    return uri != null && (uri.startsWith("/v2/") || uri.equals("/v2") || uri.equals("/token"));
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    boolean underscore = status == 400 && namesAnUnderscore(request);
    if (!isOfRegistry(request) && !underscore) {
      super.report(request, response, failure);
      return;
    }
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    if (!isOfRegistry(request)) {
      response.setContentType("text/plain");
      write(response, UNDERSCORE + "\n");
      return;
    }
    response.setContentType("application/json");
    response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
    response.setHeader("X-Content-Type-Options", "nosniff");
    write(
        response,
        BODY.formatted(
            underscore
                ? UNDERSCORE
                : status == HttpServletResponse.SC_METHOD_NOT_ALLOWED
                    ? ErrorCode.UNSUPPORTED.message()
                    : "the request cannot be read: " + status));
  }

  private static boolean namesAnUnderscore(Request request) {
    String host = request.getHeader("Host");
    return host != null && host.indexOf('_') >= 0;
  }

  private static void write(Response response, String text) {
    try {
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(text);
        response.finishResponse();
      }
    } catch (IOException e) {
      // the client is gone
    }
  }
}
