package hub.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Someone who speaks plain HTTP: keeps cookies, follows no redirects, sends what it likes. */
public final class Script {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String url;
  private String bearer = "";

  public Script(String url) {
    this.url = url;
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, "", BodyPublishers.noBody());
  }

  /** Reads a page as a browser asks for it, so that an error is a page too. */
  public HttpResponse<String> read(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/html").GET(),
        "GET " + path);
  }

  /** Sends any request. */
  public HttpResponse<String> send(String method, String path, String type, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
            .method(method, body);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return send(request, method + " " + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String what) {
    request.timeout(Duration.ofMinutes(1));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> json(String method, String path, String body) {
    return send(method, path, "application/json", BodyPublishers.ofString(body));
  }

  /** Posts exactly these fields. */
  public HttpResponse<String> post(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send("POST", path, "application/x-www-form-urlencoded", BodyPublishers.ofString(body));
  }

  /** Posts these fields with the CSRF token that a page gives. */
  public HttpResponse<String> submit(String page, String path, Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("_csrf", csrf(page));
    return post(path, all);
  }

  /** The CSRF token that stands in a page's form. */
  public String csrf(String page) {
    String body = get(page).body();
    Matcher matcher = CSRF.matcher(body);
    if (!matcher.find()) {
      throw new AssertionError("no form with _csrf on " + page + ": " + body);
    }
    return matcher.group(1);
  }

  public HttpResponse<String> signIn(String name, String password) {
    return submit("/login", "/login", Map.of("username", name, "password", password));
  }

  /** Takes a registry token of that scope, and sends it from now on. */
  public Script token(String name, String password, String scope) {
    bearer = "";
    var response =
        post(
            "/token",
            Map.of(
                "grant_type",
                "password",
                "service",
                URI.create(url).getAuthority(),
                "client_id",
                "test",
                "username",
                name,
                "password",
                password,
                "scope",
                scope));
    bearer = quoted("access_token", response);
    return this;
  }

  /** Sends this token from now on. */
  public Script bearer(String token) {
    bearer = token;
    return this;
  }

  /** The token that is sent now. */
  public String bearer() {
    return bearer;
  }

  /** Takes a token of the Hub's API, and sends it from now on. */
  public Script apiToken(String name, String password) {
    bearer = "";
    var response =
        json(
            "POST",
            "/v2/users/login",
            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    bearer = quoted("token", response);
    return this;
  }

  private static String quoted(String field, HttpResponse<String> response) {
    Matcher matcher =
        Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]+)\"").matcher(response.body());
    if (!matcher.find()) {
      throw new AssertionError("no token: " + response.statusCode() + " " + response.body());
    }
    return matcher.group(1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
