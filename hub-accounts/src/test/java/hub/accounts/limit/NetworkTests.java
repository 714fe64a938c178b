package hub.accounts.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTests {

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.1, true",
    "10.1.0.0/16, 10.2.0.1, false",
    "10.1.0.0/15, 10.0.0.1, true",
    "10.1.0.5, 10.1.0.5, true",
    "10.1.0.5, 10.1.0.6, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/32, 2001:db8:1::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "0.0.0.0/0, unknown, false",
    "0.0.0.0/0, 192.0.2.1:4711, false",
  })
  void holdsTheAddressesThatBeginLikeIt(String network, String address, boolean holds) {
    assertThat(Network.parse(network).contains(address)).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "hub.local", ""})
  void isNothingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
  }

  @Test
  void isReadWithoutAskingAnyNameServer() {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse("localhost"));
  }
}
