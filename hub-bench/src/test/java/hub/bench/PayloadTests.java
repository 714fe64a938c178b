package hub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadTests {

  @Test
  void noTwoAreAlikeAndEachHasTheDigestOfItsBytes() {
    Payload one = Payload.fresh(100_000);
    Payload other = Payload.fresh(100_000);

    assertThat(one.digest()).isNotEqualTo(other.digest());
    for (Payload payload : new Payload[] {one, other}) {
      byte[] bytes = bytes(payload);
      assertThat(bytes).hasSize(100_000);
      assertThat(payload.digest()).isEqualTo(Payload.digest(bytes));
    }
  }

  @Test
  void sendingOneLeavesItWhole() {
    Payload payload = Payload.of(new byte[] {1, 2, 3});

    assertThat(bytes(payload)).containsExactly(1, 2, 3);
    assertThat(bytes(payload)).containsExactly(1, 2, 3);
  }

  private static byte[] bytes(Payload payload) {
    byte[] bytes = new byte[(int) payload.size()];
    ByteBuffer all = ByteBuffer.wrap(bytes);
    for (ByteBuffer part : payload.body()) {
      all.put(part.duplicate());
    }
    return bytes;
  }
}
