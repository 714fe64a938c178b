package hub.web.repository;

import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/**
 * Quotes that begin with {@code [!NOTE]} and its like, as GitHub has them: a note with its word.
 */
final class Alerts {

  private static final Pattern FIRST_LINE =
      Pattern.compile(
          "\\s*\\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)]\\s*", Pattern.CASE_INSENSITIVE);

  private Alerts() {}

  /** Puts the words into them, and tells the class of each. */
  static Map<Node, String> mark(Node document) {
    Map<Node, String> classes = new IdentityHashMap<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(BlockQuote quote) {
            mark(quote, classes);
            visitChildren(quote);
          }
        });
    return classes;
  }

  private static void mark(BlockQuote quote, Map<Node, String> classes) {
    if (!(quote.getFirstChild() instanceof Paragraph first)
        || !(first.getFirstChild() instanceof Text line)) {
      return;
    }
    Matcher matcher = FIRST_LINE.matcher(line.getLiteral());
    Node next = line.getNext();
    boolean alone = next == null || next instanceof SoftLineBreak || next instanceof HardLineBreak;
    if (!alone || !matcher.matches()) {
      return;
    }
    String kind = matcher.group(1).toLowerCase(Locale.ROOT);
    classes.put(quote, "alert-" + kind);
    line.unlink();
    if (next != null) {
      next.unlink();
    }
    if (first.getFirstChild() == null) {
      first.unlink();
    }
    StrongEmphasis word = new StrongEmphasis();
    word.appendChild(new Text(Character.toUpperCase(kind.charAt(0)) + kind.substring(1)));
    Paragraph title = new Paragraph();
    title.appendChild(word);
    quote.prependChild(title);
  }
}
