package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hubtesting.HubProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand who send as slowly as they can take neither the memory nor the turn of the others. */
@Tag("long")
class SlowClientsTests {

  private static final String PASSWORD = "quatro-gatos-no-telhado";
  private static final String BASIC =
      "Authorization: Basic "
          + Base64.getEncoder()
              .encodeToString((Site.ADMIN + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8))
          + "\r\n";

  /** The heap that tests give the hub, and what a JVM of its kind needs beside it. */
  private static final long MOST_MEMORY = 900L * 1024 * 1024;

  @Test
  void othersPushAndPullWhileAThousandTrickle() throws Exception {
    try (var hub =
        HubProcess.onTestDatabase("hub-slow-clients")
            .with("HUB_ADMIN_USERNAME", Site.ADMIN)
            .with("HUB_ADMIN_EMAIL", "operator@example.com")
            .with("HUB_ADMIN_PASSWORD", PASSWORD)
            .start()) {
      int port = URI.create(hub.url()).getPort();
      var pusher = new Pusher(hub.url(), Site.ADMIN, PASSWORD, "beside", 7, () -> false);
      pusher.push(1);
      List<Socket> heads = new ArrayList<>();
      List<Socket> bodies = new ArrayList<>();
      try {
        for (int i = 0; i < 1000; i++) {
          if (i % 2 == 0) {
            heads.add(send(port, "GET /v2/ HTTP/1.1\r\nHost: hub\r\nX-Slow: "));
          } else {
            // Most are nobody, and refused; some are somebody, whose bytes are waited for.
            bodies.add(send(port, upload(i % 12 == 1 ? BASIC : "")));
          }
        }
        pusher.push(20);
        pusher.verify();
        assertThat(pusher.surprises()).isEmpty();
        assertThat(hub.peakMemory()).isLessThan(MOST_MEMORY);

        await("the end of all who trickle")
            .atMost(Duration.ofSeconds(120))
            .pollInterval(Duration.ofSeconds(2))
            .until(() -> bodies.stream().allMatch(SlowClientsTests::isAnsweredOrTrickles));
        pusher.push(1);
        assertThat(pusher.surprises()).isEmpty();
      } finally {
        for (Socket socket : heads) {
          socket.close();
        }
        for (Socket socket : bodies) {
          socket.close();
        }
      }
      assertThat(hub.log()).doesNotContain("OutOfMemory");
    }
  }

  @Test
  void headersWithoutEndAreRefused() throws IOException {
    var hub = Site.shared().hub();
    var script = new Script(hub.url());
    int port = URI.create(hub.url()).getPort();
    for (String bomb :
        List.of("X-Long: " + "a".repeat(200_000) + "\r\n", "X-Many: 1\r\n".repeat(20_000))) {
      try (Socket socket = send(port, "GET /v2/ HTTP/1.1\r\nHost: hub\r\n" + bomb + "\r\n")) {
        socket.setSoTimeout(20_000);
        String first = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
        assertThat(first).matches("|HTTP/1.1 4[0-9]{2}");
      } catch (SocketException e) {
        // refused so early that the connection was reset: as good
      }
    }
    assertThat(script.send("GET", "/v2/", "", BodyPublishers.noBody()).statusCode()).isEqualTo(401);
  }

  private static String upload(String credentials) {
    return "POST /v2/%s/beside/blobs/uploads/?digest=%s HTTP/1.1\r\nHost: hub\r\n%s"
            .formatted(Site.ADMIN, Pusher.digest(new byte[0]), credentials)
        + "Content-Length: 1000000\r\n\r\nx";
  }

  private static Socket send(int port, String text) throws IOException {
    var socket = new Socket("localhost", port);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** Whether the hub has answered; where not, one byte more. */
  private static boolean isAnsweredOrTrickles(Socket socket) {
    try {
      if (socket.getInputStream().available() > 0) {
        return true;
      }
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
