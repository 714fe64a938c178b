package hub.registry.protocol;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What the web server refuses before the door sees it (a NUL or bad UTF-8 in the path, dots above
 * the root, headers too long), told to registry clients in the protocol's words. Made by Tomcat, by
 * name.
 */
public final class WebServerRefusals extends ErrorReportValve {

  private static final String BODY =
      "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"the request can not be read: %d\",\"detail\":{}}]}";

  public WebServerRefusals() {
    setShowReport(false);
    setShowServerInfo(false);
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    String uri = request.getRequestURI();
    if (uri == null || !uri.startsWith("/v2/")) {
      super.report(request, response, failure);
      return;
    }
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    response.setContentType("application/json");
    response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
    response.setHeader("X-Content-Type-Options", "nosniff");
    try {
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(BODY.formatted(status));
        response.finishResponse();
      }
    } catch (IOException e) {
      // the client is gone
    }
  }
}
