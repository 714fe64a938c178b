package hub.webhooks.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTargetsTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[fc00::1]",
        "[ff02::1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[::7f00:1]",
        "[::ffff:0:7f00:1]",
        "[fec0::1]",
        "[5f00::1]",
        "[2002:7f00:1::]",
        "localhost",
        "LOCALHOST",
        "hub.localhost"
      })
  void refusesInternalHosts(String host) {
    assertThat(targets().refuses(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "[2606:4700:4700::1111]", "example.org"})
  void letsPublicHostsPass(String host) {
    assertThat(targets().refuses(host)).isFalse();
  }

  @Test
  void opensWhatTheOperatorAllowsAndNothingElse() {
    AllowedTargets targets = targets("10.1.0.0/16", "ci.local", " fd00::/8 ");

    assertThat(targets.refuses("10.1.2.3")).isFalse();
    assertThat(targets.refuses("10.2.2.3")).isTrue();
    assertThat(targets.refuses("[fd00::7]")).isFalse();
    assertThat(targets.trusts("CI.local")).isTrue();
    assertThat(targets.trusts("evil.ci.local")).isFalse();
    assertThat(targets("*").refuses("127.0.0.1")).isFalse();
  }

  @Test
  void namesTheVariableThatIsWrong() {
    assertThatThrownBy(() -> targets("10.1.0.0/99"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("HUB_WEBHOOK_ALLOW");
  }

  private static AllowedTargets targets(String... allowed) {
    return new AllowedTargets(new WebhookSettings(List.of(allowed)));
  }
}
