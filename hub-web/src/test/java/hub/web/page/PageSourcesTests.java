package hub.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be told of templates, messages and icons without starting anything. */
class PageSourcesTests {

  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z][\\w.]*)[}(]");
  private static final Pattern KEY_START = Pattern.compile("#\\{'([a-zA-Z][\\w.]*\\.)'");
  private static final Pattern ICON = Pattern.compile("(?:icon\\('|#)([a-z0-9-]+)'");
  private static final Pattern TAGS = Pattern.compile("<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>");

  /** Words that are the same in every language, or that others say. */
  private static final Set<String> SAME_EVERYWHERE = Set.of("/", "$", "JSON", ",", "?", ".", ":");

  @Test
  void everyMessageThatATemplateAsksForIsThere() throws IOException {
    Set<String> keys = messages();
    var missing = new TreeSet<String>();
    for (Path template : templates()) {
      String text = withoutComments(template);
      KEY.matcher(text)
          .results()
          .map(it -> it.group(1))
          .filter(key -> !keys.contains(key))
          .forEach(missing::add);
      KEY_START
          .matcher(text)
          .results()
          .map(it -> it.group(1))
          .filter(start -> keys.stream().noneMatch(key -> key.startsWith(start)))
          .forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyIconOfATemplateIsInTheSprite() throws IOException {
    String sprite = Files.readString(RESOURCES.resolve("static/icons.svg"));
    var missing = new TreeSet<String>();
    for (Path template : templates()) {
      String text = Files.readString(template);
      for (String line : text.lines().filter(it -> it.contains("icon")).toList()) {
        ICON.matcher(line)
            .results()
            .map(it -> it.group(1))
            .filter(it -> !it.equals("use") && !it.equals("search.official"))
            .filter(icon -> !sprite.contains("id=\"" + icon + "\""))
            .forEach(missing::add);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPageBeginsWithADoctype() throws IOException {
    for (Path template : templates()) {
      String text = Files.readString(template);
      if (text.contains("th:replace=\"~{layout :: ")) {
        assertThat(text).as(template.toString()).startsWithIgnoringCase("<!doctype html>");
      }
    }
  }

  @Test
  void noTemplateHasAStyleOrAScriptInIt() throws IOException {
    for (Path template : templates()) {
      assertThat(Files.readString(template))
          .as(template.toString())
          .doesNotContainPattern("\\sstyle=")
          .doesNotContainPattern("<script(?![^>]*src=)")
          .doesNotContainPattern("\\son[a-z]+=\"");
    }
  }

  @Test
  void noTextStandsInATemplateThatNoMessageReplaces() throws IOException {
    var found = new ArrayList<String>();
    for (Path template : templates()) {
      // What machines say stays as it is, and th:text replaces the sample that stands in its
      // element.
      String bare =
          withoutComments(template)
              .replaceAll("(?s)<(pre|code)\\b.*?</\\1>", "")
              .replaceAll("(?s)<b lang=.*?</b>", "")
              .replaceAll(
                  "(?s)<(\\w[\\w:]*)(?:[^>\"]|\"[^\"]*\")*th:u?text=\"[^\"]*\"(?:[^>\"]|\"[^\"]*\")*>[^<]*</\\1>",
                  "");
      for (String words : TAGS.split(bare)) {
        String trimmed = words.strip();
        if (!trimmed.isEmpty()
            && trimmed.chars().anyMatch(Character::isLetter)
            && !SAME_EVERYWHERE.contains(trimmed)
            && !trimmed.matches("[a-z]|/[a-z/]+")) {
          found.add(template.getFileName() + ": " + trimmed);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static String withoutComments(Path template) throws IOException {
    return Files.readString(template).replaceAll("(?s)<!--.*?-->", "");
  }

  private static Set<String> messages() throws IOException {
    var keys = new TreeSet<String>();
    try (Stream<Path> files = Files.list(RESOURCES.resolve("messages"))) {
      for (Path file : files.toList()) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
          properties.load(in);
        }
        keys.addAll(properties.stringPropertyNames());
      }
    }
    return keys;
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES.resolve("templates"))) {
      return files.filter(it -> it.toString().endsWith(".html")).sorted().toList();
    }
  }
}
