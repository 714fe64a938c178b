package hub.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.FreshDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Searches that the database does not end by itself, here because their table is locked. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@FreshDatabase
class EndlessSearchTests {

  private static final List<String> SEARCHES =
      List.of("/search?q=the", "/v2/search/repositories?query=the", "/v1/search?q=the", "/explore");

  @Autowired DataSource database;
  @LocalServerPort int port;

  private final HttpClient http = HttpClient.newHttpClient();

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Accept", path.startsWith("/v") ? "application/json" : "text/html")
        .build();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path), BodyHandlers.ofString());
  }

  /** More of them than the pool has connections. */
  @Test
  void areEndedWithWordsAndKeepNobodyElseWaiting() throws Exception {
    for (String path : SEARCHES) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
    }
    List<CompletableFuture<HttpResponse<String>>> searches = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table search_entry in access exclusive mode");
      for (int i = 0; i < 10; i++) {
        for (String path : SEARCHES) {
          searches.add(http.sendAsync(request(path), BodyHandlers.ofString()));
        }
      }
      assertThat(get("/v2/_catalog").statusCode()).isNotEqualTo(503);
      for (var search : searches) {
        HttpResponse<String> answer = search.join();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.body()).containsAnyOf("takes too long", "Too many search at once");
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    for (String path : SEARCHES) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
    }
  }
}
