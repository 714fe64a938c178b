package hub.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacedBodyTests {

  private long now;
  private Duration takes = Duration.ZERO;
  private int ready;

  private PacedBody body(int length) {
    return new PacedBody(
        new ByteArrayInputStream(new byte[length]) {
          @Override
          public synchronized int read() {
            pass(takes);
            return super.read();
          }

          @Override
          public synchronized int read(byte[] buffer, int offset, int count) {
            pass(takes);
            return super.read(buffer, offset, count);
          }

          @Override
          public synchronized int available() {
            return ready;
          }
        },
        () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aTrickleIsEnded() throws IOException {
    PacedBody body = body(1000);
    takes = Duration.ofSeconds(1);
    for (int second = 0; second < 30; second++) {
      assertThat(body.read()).isZero();
    }
    assertThatThrownBy(body::read).isInstanceOf(SlowBody.class).hasMessageContaining("16384 bytes");
  }

  @Test
  void aSlowLineThatKeepsComingIsNot() throws IOException {
    PacedBody body = body(200_000);
    takes = Duration.ofSeconds(10);
    long read = 0;
    byte[] buffer = new byte[8_192];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      read += count;
    }
    assertThat(read).isEqualTo(200_000);
  }

  @Test
  void theClientIsNotBlamedForTheTimeThatTheHubTakes() throws IOException {
    PacedBody body = body(20);
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofMinutes(1));
      assertThat(body.read()).isZero();
    }
  }

  @Test
  void norForThatUntilABusyHubLooks() throws IOException {
    PacedBody body = body(20);
    takes = Duration.ofMinutes(1);
    ready = 1;
    for (int i = 0; i < 20; i++) {
      assertThat(body.read()).isZero();
    }
  }

  @Test
  void theEndOfAShortBodyIsNoTrickle() throws IOException {
    InputStream body = body(3);
    assertThat(body.readNBytes(3)).hasSize(3);
    takes = Duration.ofMinutes(5);
    assertThat(body.read()).isEqualTo(-1);
  }
}
