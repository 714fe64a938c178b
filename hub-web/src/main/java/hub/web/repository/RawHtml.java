package hub.web.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;

/**
 * The HTML within Markdown. What only looks like it is text ({@code <host path>}), so that nothing
 * is lost; images become links, as those of Markdown do. What is allowed is {@link HarmlessHtml}'s.
 */
final class RawHtml {

  private static final Pattern NAME = Pattern.compile("\\s*</?([a-zA-Z][a-zA-Z0-9-]*)");
  private static final Pattern TAG =
      Pattern.compile("<(/?)(a|img)\\b([^>]*)>", Pattern.CASE_INSENSITIVE);
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "\\b(src|alt)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))",
          Pattern.CASE_INSENSITIVE);

  /** The elements of HTML, those that are long gone among them. */
  private static final Set<String> ELEMENTS =
      Set.of(
          ("a abbr acronym address applet area article aside audio b base basefont bdi bdo big"
                  + " blink blockquote body br button canvas caption center cite code col colgroup"
                  + " data datalist dd del details dfn dialog dir div dl dt em embed fieldset"
                  + " figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head"
                  + " header hgroup hr html i iframe image img input ins kbd label legend li link"
                  + " main map mark marquee math menu meta meter nav nobr noframes noscript object"
                  + " ol optgroup option output p param path picture plaintext pre progress q rb rp"
                  + " rt rtc ruby s samp script search section select slot small source span strike"
                  + " strong style sub summary sup svg table tbody td template textarea tfoot th"
                  + " thead time title tr track tt u ul use var video wbr xmp")
              .split(" "));

  private RawHtml() {}

  /** Changes what stands in the document. */
  static void tame(Node document) {
    List<Node> raw = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(HtmlBlock block) {
            raw.add(block);
          }

          @Override
          public void visit(HtmlInline inline) {
            raw.add(inline);
          }
        });
    Links links = new Links();
    for (Node node : raw) {
      if (node instanceof HtmlInline inline) {
        if (isText(inline.getLiteral())) {
          inline.insertAfter(new Text(inline.getLiteral()));
          inline.unlink();
        } else {
          inline.setLiteral(links.withoutImages(inline.getLiteral()));
        }
      } else if (node instanceof HtmlBlock block) {
        if (isText(block.getLiteral())) {
          Paragraph paragraph = new Paragraph();
          paragraph.appendChild(new Text(block.getLiteral()));
          block.insertAfter(paragraph);
          block.unlink();
        } else {
          block.setLiteral(links.withoutImages(block.getLiteral()));
        }
      }
    }
  }

  private static boolean isText(String html) {
    Matcher name = NAME.matcher(html);
    return name.lookingAt() && !ELEMENTS.contains(name.group(1).toLowerCase(Locale.ROOT));
  }

  /** What people call a file: the end of its address. */
  static String lastPart(String address) {
    String path = address.replaceAll("[?#].*", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Knows whether a link is open, which an image within stays the text of. */
  private static final class Links {

    private boolean open;

    String withoutImages(String html) {
      return TAG.matcher(html).replaceAll(tag -> Matcher.quoteReplacement(replacement(tag)));
    }

    private String replacement(MatchResult tag) {
      if (tag.group(2).equalsIgnoreCase("a")) {
        open = tag.group(1).isEmpty();
        return tag.group();
      }
      String source = "";
      String said = "";
      Matcher attribute = ATTRIBUTE.matcher(tag.group(3));
      while (attribute.find()) {
        String value = attribute.group(2) != null ? attribute.group(2) : attribute.group(3);
        value = value != null ? value : attribute.group(4);
        if (attribute.group(1).equalsIgnoreCase("src")) {
          source = value;
        } else {
          said = value;
        }
      }
      String text = escaped(said.isBlank() ? lastPart(source) : said);
      return open || source.isBlank()
          ? text
          : "<a href=\"" + escaped(HarmlessHtml.PICTURE + source) + "\">" + text + "</a>";
    }

    /** The value of an attribute: entities in it stay as they are. */
    private static String escaped(String value) {
      return value.replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
  }
}
