package hub.web.startup;

import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.AccountName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README and docs/ tell a newcomer to type. */
class DocumentsTests {

  private static final Path ROOT = Path.of("..");

  /** A name before a repository, behind {@code -u}, in the API, or to sign up as. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<!https?://)(?:hub\\.local|localhost:8080)/(?!v2/)([a-z0-9]+)/"
              + "|(?:login|--pass-stdin|hub\\.local|localhost:8080) -u ([a-z0-9]+)\\b"
              + "|--docker-username=([a-z0-9]+)"
              + "|\"username\":\"([a-z0-9]+)\""
              + "|/v2/namespaces/([a-z0-9]+)/"
              + "|account named `([a-z0-9]+)`");

  @Test
  void everyNameInAnExampleCanBeSignedUp() throws IOException {
    var names = new TreeSet<String>();
    for (Path document : documents()) {
      NAME.matcher(Files.readString(document))
          .results()
          .forEach(
              found -> {
                for (int group = 1; group <= found.groupCount(); group++) {
                  if (found.group(group) != null) {
                    names.add(found.group(group));
                  }
                }
              });
    }
    assertThat(names).contains("anna", "bruno");
    assertThat(names).allSatisfy(name -> assertThat(AccountName.check(name)).isNull());
    // the control: the name that the README once had is refused
    assertThat(AccountName.check("ada")).isNotNull();
  }

  @Test
  void everyLinkToAFileLeadsToOne() throws IOException {
    Pattern link = Pattern.compile("]\\(((?!https?:)[^)#\\s]+)");
    var dead = new ArrayList<String>();
    for (Path document : documents()) {
      link.matcher(Files.readString(document))
          .results()
          .map(found -> found.group(1))
          .filter(to -> !Files.exists(document.resolveSibling(to)))
          .forEach(to -> dead.add(document + " links to " + to));
    }
    assertThat(dead).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
              docs.filter(it -> it.toString().endsWith(".md")))
          .toList();
    }
  }
}
