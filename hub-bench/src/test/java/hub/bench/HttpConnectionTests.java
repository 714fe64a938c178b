package hub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import hub.bench.HttpConnection.Body;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTests {

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/echo",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Location", "/somewhere?state=1");
          exchange.sendResponseHeaders(201, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/chunked",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(new byte[1000]);
            exchange.getResponseBody().flush();
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void askingAgainAndAgainOnOneConnectionKeepsAnswersApart() throws IOException {
    try (var connection = new HttpConnection(server.getAddress().getPort())) {
      for (int i = 0; i < 3; i++) {
        HttpReply echo = connection.exchange("PUT", "/echo", "", Body.KEPT, ascii("a"), ascii("b"));
        assertThat(echo.status()).isEqualTo(201);
        assertThat(echo.body()).isEqualTo("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(echo.header("location")).isEqualTo("/somewhere?state=1");
        assertThat(echo.header("Loc")).isNull();

        HttpReply chunked = connection.exchange("GET", "/chunked", "", Body.DISCARDED);
        assertThat(chunked.status()).isEqualTo(200);
        assertThat(chunked.bytes()).isEqualTo(1_000_000);
        assertThat(chunked.body()).isEmpty();
      }
    }
  }

  @Test
  void aBodyLargerThanAllBuffersGoesAndComesWhole() throws IOException {
    Payload payload = Payload.fresh(5_000_000);
    try (var connection = new HttpConnection(server.getAddress().getPort())) {
      HttpReply echo = connection.exchange("PUT", "/echo", "", Body.KEPT, payload.body());

      assertThat(echo.bytes()).isEqualTo(5_000_000);
      assertThat(Payload.digest(echo.body())).isEqualTo(payload.digest());
    }
  }

  private static ByteBuffer ascii(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
