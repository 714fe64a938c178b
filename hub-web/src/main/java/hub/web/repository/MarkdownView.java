package hub.web.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * The overview of a repository: Markdown that others wrote, as HTML that can do no harm. Headings
 * begin below the page's own; images of other hosts become links, as pages load nothing from
 * elsewhere.
 *
 * @param html sanitised
 * @param contents the headings of the first level, for the list beside it
 */
public record MarkdownView(String html, List<Chapter> contents) {

  private static final String ID_PREFIX = "readme-";
  private static final int FIRST_LEVEL = 2;

  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(),
          StrikethroughExtension.create(),
          AutolinkExtension.create(),
          TaskListItemsExtension.create(),
          HeadingAnchorExtension.builder().idPrefix(ID_PREFIX).build());

  private static final Parser PARSER =
      Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(100).build();

  private static final Pattern ID = Pattern.compile(ID_PREFIX + "[\\p{L}\\p{N}_-]*");

  private static final PolicyFactory HARMLESS =
      new HtmlPolicyBuilder()
          .allowElements(
              "p",
              "br",
              "hr",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6",
              "ul",
              "ol",
              "li",
              "blockquote",
              "em",
              "strong",
              "del",
              "code",
              "kbd",
              "sub",
              "sup",
              "details",
              "summary",
              "table",
              "thead",
              "tbody",
              "tr",
              "th",
              "td",
              "pre",
              "a")
          .allowElements(
              (element, attributes) -> {
                // Only the boxes of task lists, which nobody can tick.
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
              },
              "input")
          .allowAttributes("type", "disabled", "checked")
          .onElements("input")
          .allowAttributes("href")
          .onElements("a")
          .allowAttributes("id")
          .matching(ID)
          .onElements("h2", "h3", "h4", "h5", "h6")
          .allowAttributes("class")
          .matching(Pattern.compile("script"))
          .onElements("pre")
          .allowAttributes("tabindex")
          .matching(Pattern.compile("0"))
          .onElements("pre", "table")
          .allowAttributes("start")
          .matching(Pattern.compile("[0-9]{1,9}"))
          .onElements("ol")
          .allowAttributes("align")
          .matching(true, "left", "right", "center")
          .onElements("th", "td")
          .allowUrlProtocols("http", "https", "mailto")
          .requireRelsOnLinks("nofollow", "ugc", "noopener")
          .toFactory();

  /** A heading of the first level. */
  public record Chapter(String id, String text) {}

  /** Reads Markdown. */
  public static MarkdownView of(String markdown) {
    Node document = PARSER.parse(markdown);
    var outline = new Outline();
    document.accept(outline);
    outline.shift();
    imagesToLinks(document);
    var contents = new ArrayList<Chapter>();
    String html =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      if (node instanceof Heading heading
                          && heading.getLevel() == FIRST_LEVEL
                          && heading != outline.title()) {
                        note(contents, attributes.get("id"), heading);
                      }
                      if ((node instanceof FencedCodeBlock || node instanceof IndentedCodeBlock)
                          && tag.equals("pre")) {
                        attributes.put("class", "script");
                        attributes.put("tabindex", "0");
                      }
                      if (node instanceof TableBlock) {
                        // a wide one scrolls, so the keyboard has to reach it
                        attributes.put("tabindex", "0");
                      }
                    })
            .build()
            .render(document);
    return new MarkdownView(HARMLESS.sanitize(html), contents);
  }

  public boolean isEmpty() {
    return html.isBlank();
  }

  private static void note(List<Chapter> contents, @Nullable String id, Heading heading) {
    if (id != null && ID.matcher(id).matches()) {
      contents.add(new Chapter(id, text(heading)));
    }
  }

  private static String text(Node node) {
    var text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  private static void imagesToLinks(Node document) {
    var images = new ArrayList<Image>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Image image) {
            images.add(image);
          }
        });
    for (Image image : images) {
      String alternative = text(image);
      Node shown = new Text(alternative.isBlank() ? image.getDestination() : alternative);
      if (!insideLink(image)) {
        var link = new Link(image.getDestination(), null);
        link.appendChild(shown);
        shown = link;
      }
      image.insertAfter(shown);
      image.unlink();
    }
  }

  private static boolean insideLink(Node node) {
    for (Node above = node.getParent(); above != null; above = above.getParent()) {
      if (above instanceof Link) {
        return true;
      }
    }
    return false;
  }

  /**
   * Moves all headings down or up, so that the highest of them is an h2. A title, which stands
   * alone over all others, becomes one of them: the page has its own.
   */
  private static final class Outline extends AbstractVisitor {

    private final List<Heading> headings = new ArrayList<>();
    private @Nullable Heading shifted;

    @Override
    public void visit(Heading heading) {
      headings.add(heading);
    }

    void shift() {
      Heading title = title();
      int highest = highestWithout(title);
      for (Heading heading : headings) {
        heading.setLevel(
            Math.clamp((long) heading.getLevel() + FIRST_LEVEL - highest, FIRST_LEVEL, 6));
      }
      shifted = title;
    }

    @Nullable Heading title() {
      if (shifted != null || headings.size() < 2) {
        return shifted;
      }
      Heading first = headings.getFirst();
      return highestWithout(first) > first.getLevel() ? first : null;
    }

    private int highestWithout(@Nullable Heading title) {
      return headings.stream()
          .filter(heading -> heading != title)
          .mapToInt(Heading::getLevel)
          .min()
          .orElse(FIRST_LEVEL);
    }
  }
}
