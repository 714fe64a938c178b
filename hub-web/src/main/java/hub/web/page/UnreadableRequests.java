package hub.web.page;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * The page for requests that Tomcat refuses before the hub sees them, such as an address with a NUL
 * in it. No template and no message file is at hand there, so it is in English.
 */
class UnreadableRequests extends ErrorReportValve {

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%1$s · hub</title>
      <link rel="icon" type="image/svg+xml" href="/favicon.svg">
      <link rel="stylesheet" href="/webjars/bootstrap/css/bootstrap.min.css">
      <link rel="stylesheet" href="/css/tokens.css">
      <link rel="stylesheet" href="/css/components.css">
      <link rel="stylesheet" href="/css/hub.css">
      </head>
      <body>
      <header class="topbar"><div class="wrap"><a class="wordmark" href="/">hub</a></div></header>
      <main id="main"><div class="wrap errorpage">
      <p class="quiet mono sm mb-2">%3$d</p>
      <h1>%1$s</h1>
      <p class="lede">%2$s</p>
      <p class="mt-4"><a class="btn btn-secondary" href="/">Go to the start page</a></p>
      </div></main>
      </body>
      </html>
      """;

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    var open = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
    if (!open.get()) {
      return;
    }
    response.setContentType("text/html");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'");
    try {
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(page(status));
        response.finishResponse();
      }
    } catch (IOException e) {
      // whoever asked has gone
    }
  }

  private static String page(int status) {
    return status < 500
        ? PAGE.formatted(
            "That request cannot be read",
            "Something in the address has a shape the hub does not know. Check what was typed.",
            status)
        : PAGE.formatted(
            "The hub made a mistake",
            "Try again in a moment. Nothing you typed is to blame.",
            status);
  }
}
