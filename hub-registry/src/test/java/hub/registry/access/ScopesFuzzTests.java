package hub.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Scopes: what can be read says the same when it is written again. */
class ScopesFuzzTests {

  static Stream<String> scopes() {
    return Stream.of(
        "repository:ana/coffee:pull,push",
        "repository:coffee:*",
        "registry:catalog:* repository:a/b:pull",
        "repository(plugin):a/b:pull",
        "::,",
        "registry:catalog:,",
        "repository:host:5000/a:pull");
  }

  @MethodSource("scopes")
  @FuzzTest
  void aScopeIsReadOrLeftOut(@NotNull String text) {
    List<Scope> scopes = Scope.parseAll(List.of(text));
    assertThat(scopes).hasSizeLessThanOrEqualTo(50);
    for (Scope scope : scopes) {
      assertThat(Scope.parseAll(List.of(scope.toString()))).containsExactly(scope);
    }
  }
}
