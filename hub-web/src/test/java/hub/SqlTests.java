package hub;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads all SQL of the project. Each table is written by the module that owns it and read by those
 * that its comment names; and one place alone decides what a caller may do.
 */
class SqlTests {

  private static final Path ROOT = Path.of("..");
  private static final Path MIGRATIONS = ROOT.resolve("db/src/main/resources/db/migration");

  private static final List<String> MODULES =
      List.of(
          "db",
          "hub-accounts",
          "hub-repositories",
          "hub-registry",
          "hub-search",
          "hub-webhooks",
          "hub-web");

  /** Where grants are written, and where the class that decides stands. */
  private static final String ACCESS = "hub/repositories/access/";

  /** Tables of grants: only {@link #ACCESS} and the migrations name them. */
  private static final Set<String> GRANTS = Set.of("collaborator");

  private static final Pattern TABLE = Pattern.compile("create table (\\w+)");
  private static final Pattern OWNERS = Pattern.compile("comment on table (\\w+) is '([a-z, -]+)'");
  private static final Pattern LITERAL =
      Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*)\"", Pattern.DOTALL);
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:insert into|(?<!do )(?<!for )(?<!key )update|delete from|truncate)\\s+(\\w+)");
  private static final Pattern READ = Pattern.compile("(?:from|join|using)\\s+(\\w+)");

  /** The caller's account held against the owner of a namespace, in SQL and in Java. */
  private static final Pattern OWNERSHIP =
      Pattern.compile(
          "namespace_id\\s*=\\s*:(?:caller|me|account|viewer)\\b"
              + "|:(?:caller|me|viewer)\\s*=\\s*\\w*\\.?namespace_id"
              + "|\\w+\\(\\)\\s*==\\s*\\w+(?:\\(\\))?\\.namespaceId\\(\\)"
              + "|\\.is\\(\\s*\\w+(?:\\(\\))?\\.namespaceId\\(\\)");

  /** A file and the SQL in it. */
  private record Source(String module, String path, String text) {

    /** What stands in quotes, whatever it is. */
    List<String> literals() {
      return LITERAL
          .matcher(text)
          .results()
          .map(it -> it.group(1) != null ? it.group(1) : it.group(2))
          .toList();
    }
  }

  @Test
  void everyTableHasAnOwner() {
    Set<String> tables = new TreeSet<>();
    migrations().forEach(it -> TABLE.matcher(it).results().forEach(t -> tables.add(t.group(1))));

    assertThat(owners().keySet()).isEqualTo(tables);
    assertThat(owners().values()).allSatisfy(it -> assertThat(MODULES).containsAll(it));
  }

  @Test
  void eachModuleWritesItsOwnTablesAndReadsWhatItMay() {
    Map<String, List<String>> owners = owners();
    List<String> strangers = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Source source : sources()) {
      for (String literal : source.literals()) {
        for (String table : named(WRITTEN, literal, owners.keySet())) {
          seen.add(table);
          if (!owners.getOrDefault(table, List.of("")).getFirst().equals(source.module())) {
            strangers.add(source.path() + " writes " + table);
          }
        }
        for (String table : named(READ, literal, owners.keySet())) {
          if (!owners.getOrDefault(table, List.of()).contains(source.module())) {
            strangers.add(source.path() + " reads " + table);
          }
        }
      }
    }
    assertThat(strangers).isEmpty();
    // the control: the tables are really found in the sources
    assertThat(seen).contains("account", "repository", "collaborator", "tag", "star", "webhook");
  }

  @Test
  void noOtherPlaceDecidesWhatACallerMayDo() {
    List<String> others = new ArrayList<>();
    List<String> atHome = new ArrayList<>();
    for (Source source : sources()) {
      boolean home = source.path().contains(ACCESS);
      List<String> found = home ? atHome : others;
      for (String literal : source.literals()) {
        GRANTS.stream()
            .filter(it -> Pattern.compile("\\b" + it + "\\b").matcher(literal).find())
            .filter(_ -> literal.matches("(?s).*\\b(select|insert|delete|update)\\b.*"))
            .forEach(it -> found.add(source.path() + " names " + it));
      }
      Matcher ownership = OWNERSHIP.matcher(source.text());
      while (ownership.find()) {
        found.add(source.path() + " decides ownership: " + ownership.group());
      }
    }
    assertThat(others).isEmpty();
    // the control: both are found where they belong
    assertThat(atHome).anyMatch(it -> it.contains("names collaborator"));
    assertThat(atHome).anyMatch(it -> it.contains("decides ownership"));
  }

  private static List<String> named(Pattern pattern, String literal, Set<String> tables) {
    return pattern
        .matcher(literal)
        .results()
        .map(it -> it.group(1))
        .filter(tables::contains)
        .filter(_ -> literal.matches("(?s).*\\b(select|insert|delete|update|with|truncate)\\b.*"))
        .toList();
  }

  /** By table: its owner first, then its readers. */
  private static Map<String, List<String>> owners() {
    Map<String, List<String>> owners = new TreeMap<>();
    for (String migration : migrations()) {
      for (MatchResult it : OWNERS.matcher(migration).results().toList()) {
        owners.put(it.group(1), List.of(it.group(2).split(", ")));
      }
    }
    return owners;
  }

  private static List<String> migrations() {
    return files(MIGRATIONS, ".sql").map(SqlTests::text).toList();
  }

  private static List<Source> sources() {
    return MODULES.stream()
        .flatMap(
            module ->
                files(ROOT.resolve(module).resolve("src/main/java"), ".java")
                    .map(
                        it ->
                            new Source(
                                module,
                                Stream.of(it.toString().split("[/\\\\]")).collect(joining("/")),
                                text(it))))
        .toList();
  }

  private static Stream<Path> files(Path root, String end) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(it -> it.toString().endsWith(end)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
