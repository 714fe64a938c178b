package hub.web.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/**
 * The overview of a repository: Markdown that others wrote, as HTML that can do no harm. Headings
 * begin below the page's own. Images become links: pages load nothing from elsewhere, so that
 * nobody else learns who reads what here.
 *
 * @param html sanitised
 * @param contents the headings of the first level, for the list beside it
 */
public record MarkdownView(String html, List<Chapter> contents) {

  private static final int FIRST_LEVEL = 2;

  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(),
          StrikethroughExtension.create(),
          AutolinkExtension.create(),
          TaskListItemsExtension.create(),
          HeadingAnchorExtension.builder().idPrefix(HarmlessHtml.ID_PREFIX).build());

  private static final Parser PARSER =
      Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(100).build();

  /** A heading of the first level. */
  public record Chapter(String id, String text) {}

  /** Reads Markdown whose relative links lead nowhere, and are text. */
  public static MarkdownView of(String markdown) {
    return of(markdown, null);
  }

  /**
   * Reads Markdown.
   *
   * @param source against which relative links are read; null where it is not known
   */
  public static MarkdownView of(String markdown, @Nullable SourceRepository source) {
    Node document = PARSER.parse(markdown);
    RawHtml.tame(document);
    var outline = new Outline();
    document.accept(outline);
    outline.shift();
    imagesToLinks(document);
    Map<Node, String> alerts = Alerts.mark(document);
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
                      if (alerts.containsKey(node)) {
                        attributes.put("class", alerts.get(node));
                      }
                      if (node instanceof TableBlock) {
                        // a wide one scrolls, so the keyboard has to reach it
                        attributes.put("tabindex", "0");
                      }
                    })
            .build()
            .render(document);
    return new MarkdownView(HarmlessHtml.of(html, source), contents);
  }

  public boolean isEmpty() {
    return html.isBlank();
  }

  private static void note(List<Chapter> contents, @Nullable String id, Heading heading) {
    if (id != null && HarmlessHtml.isId(id)) {
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
      Node shown =
          new Text(alternative.isBlank() ? RawHtml.lastPart(image.getDestination()) : alternative);
      if (!insideLink(image)) {
        var link = new Link(HarmlessHtml.PICTURE + image.getDestination(), null);
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
