package hub.web.account;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Somebody with a browser that knows no scripts: cookies, pages, forms with their token. */
final class Visitor {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final String base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private String token = "";

  Visitor(int port) {
    this.base = "http://localhost:" + port;
  }

  /** What came back. */
  record Page(int status, String location, String body) {}

  Page get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
  }

  /** Sends a form with the token of the page that was seen last. */
  Page post(String path, String... fields) {
    return postWith(token, path, fields);
  }

  Page postWith(String token, String path, String... fields) {
    var body = new StringBuilder("_csrf=" + encode(token));
    for (int i = 0; i < fields.length; i += 2) {
      body.append('&').append(encode(fields[i])).append('=').append(encode(fields[i + 1]));
    }
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Opens a form and sends it. */
  Page fill(String path, String... fields) {
    get(path);
    return post(path, fields);
  }

  String token() {
    return token;
  }

  private Page send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.header("Accept", "text/html").build(), BodyHandlers.ofString());
      var csrf = CSRF.matcher(response.body());
      if (csrf.find()) {
        token = csrf.group(1);
      }
      String location = response.headers().firstValue("Location").orElse("");
      return new Page(
          response.statusCode(), location.replaceFirst("^" + base, ""), response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
