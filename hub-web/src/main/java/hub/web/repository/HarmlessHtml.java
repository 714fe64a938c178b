package hub.web.repository;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.ElementPolicy;
import org.owasp.html.HtmlPolicyBuilder;

/**
 * What HTML of others may be on a page: text and its form. Nothing runs, nothing is loaded, nothing
 * is sent, no name meets one of the page's own, and each link leads somewhere.
 */
final class HarmlessHtml {

  /** Before the names of places within an overview. */
  static final String ID_PREFIX = "readme-";

  /** Before the address of a link that was an image. */
  static final String PICTURE = "picture:";

  private static final Pattern ID = Pattern.compile(ID_PREFIX + "[\\p{L}\\p{N}_.-]*");
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i)([a-z][a-z0-9+.-]*:|//).*", Pattern.DOTALL);

  /** Pages of the hub, to which an overview may lead. */
  private static final Pattern OF_THE_HUB = Pattern.compile("/([r_u]/.*|explore|search)([?#].*)?");

  private HarmlessHtml() {}

  /** Whether it is the name of a place within an overview. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * Leaves out what may do harm.
   *
   * @param source against which relative links are read; null where it is not known
   */
  static String of(String html, @Nullable SourceRepository source) {
    ElementPolicy place = (element, attributes) -> named(element, attributes);
    return new HtmlPolicyBuilder()
        .allowElements(
            "p",
            "br",
            "hr",
            "div",
            "span",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "em",
            "strong",
            "b",
            "i",
            "u",
            "s",
            "strike",
            "del",
            "ins",
            "small",
            "mark",
            "q",
            "cite",
            "abbr",
            "var",
            "samp",
            "code",
            "kbd",
            "sub",
            "sup",
            "details",
            "summary",
            "table",
            "caption",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "th",
            "td",
            "pre")
        .allowElements(place, "h2", "h3", "h4", "h5", "h6")
        .allowElements((element, attributes) -> named("h2", attributes), "h1")
        .allowElements((element, attributes) -> link(attributes, source), "a")
        .allowElements((element, attributes) -> box(element, attributes), "input")
        .allowAttributes("type", "disabled", "checked")
        .onElements("input")
        .allowAttributes("href", "name", "id")
        .onElements("a")
        .allowAttributes("id")
        .onElements("h1", "h2", "h3", "h4", "h5", "h6")
        .allowAttributes("class")
        .matching(Pattern.compile("script"))
        .onElements("pre")
        .allowAttributes("class")
        .matching(Pattern.compile("alert-(note|tip|important|warning|caution)"))
        .onElements("blockquote")
        .allowAttributes("tabindex")
        .matching(Pattern.compile("0"))
        .onElements("pre", "table")
        .allowAttributes("open")
        .onElements("details")
        .allowAttributes("start")
        .matching(Pattern.compile("[0-9]{1,9}"))
        .onElements("ol")
        .allowAttributes("align")
        .matching(true, "left", "right", "center")
        .onElements("th", "td", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6")
        .allowUrlProtocols("http", "https", "mailto", "picture")
        .requireRelsOnLinks("nofollow", "ugc", "noopener")
        .toFactory()
        .sanitize(html);
  }

  /** Gives a heading's name its prefix, so that it meets no name of the page. */
  private static String named(String element, List<String> attributes) {
    int at = attributes.indexOf("id");
    if (at >= 0) {
      String id = placed(attributes.get(at + 1));
      attributes.set(at + 1, id);
      if (!isId(id)) {
        attributes.subList(at, at + 2).clear();
      }
    }
    return element;
  }

  private static String placed(String id) {
    return id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id;
  }

  /** A link that leads somewhere, or a place that has a name; else its text alone. */
  private static @Nullable String link(List<String> attributes, @Nullable SourceRepository source) {
    Optional<String> address = value(attributes, "href").flatMap(it -> address(it, source));
    Optional<String> id =
        value(attributes, "id")
            .or(() -> value(attributes, "name"))
            .map(HarmlessHtml::placed)
            .filter(HarmlessHtml::isId);
    attributes.clear();
    address.ifPresent(it -> attributes.addAll(List.of("href", it)));
    id.ifPresent(it -> attributes.addAll(List.of("id", it)));
    return attributes.isEmpty() ? null : "a";
  }

  private static Optional<String> address(String href, @Nullable SourceRepository source) {
    boolean picture = href.startsWith(PICTURE);
    String wanted = (picture ? href.substring(PICTURE.length()) : href).strip();
    if (wanted.startsWith("#")) {
      return Optional.of("#" + placed(decoded(wanted.substring(1))));
    }
    if (ABSOLUTE.matcher(wanted).matches()) {
      return wanted.matches("(?i)(https?:|mailto:|//).*") ? Optional.of(wanted) : Optional.empty();
    }
    if (OF_THE_HUB.matcher(wanted).matches()) {
      return Optional.of(wanted);
    }
    return source == null ? Optional.empty() : source.resolve(wanted, picture);
  }

  private static String decoded(String fragment) {
    try {
      return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return fragment;
    }
  }

  /** Only the boxes of task lists, which nobody can tick. */
  private static @Nullable String box(String element, List<String> attributes) {
    boolean checked = attributes.contains("checked");
    boolean box = attributes.contains("disabled") && attributes.contains("checkbox");
    attributes.clear();
    if (!box) {
      return null;
    }
    attributes.addAll(
        List.of("type", "checkbox", "disabled", "", "aria-label", checked ? "☑" : "☐"));
    if (checked) {
      attributes.addAll(List.of("checked", ""));
    }
    return element;
  }

  private static Optional<String> value(List<String> attributes, String name) {
    int at = attributes.indexOf(name);
    return at < 0 || at % 2 == 1 ? Optional.empty() : Optional.of(attributes.get(at + 1));
  }
}
