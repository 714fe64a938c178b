package hub.web.page;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Commands cut up for colouring, as {@code #shell} in templates. */
public class Shell {

  private static final Pattern COMMAND =
      Pattern.compile("((?:docker|podman|skopeo|crictl) [a-z]+)(.*)");
  private static final Pattern INSTRUCTION =
      Pattern.compile("([A-Z]+(?= )|\\s*(?:- )?[a-z]+:)(.*)");

  Shell() {}

  /**
   * One line.
   *
   * @param prompt whether a {@code $} stands before it, which is never copied
   * @param keyword the command or instruction it begins with, or null
   */
  public record Line(boolean prompt, @Nullable String keyword, String rest) {}

  /** The lines of a text. */
  public List<Line> lines(String text) {
    return text.lines().map(Shell::line).toList();
  }

  /** The break between two lines, which a template cannot write. */
  public String newline() {
    return "\n";
  }

  private static Line line(String text) {
    Matcher command = COMMAND.matcher(text);
    if (command.matches()) {
      return new Line(true, command.group(1), command.group(2));
    }
    Matcher instruction = INSTRUCTION.matcher(text);
    return instruction.matches()
        ? new Line(false, instruction.group(1), instruction.group(2))
        : new Line(false, null, text);
  }
}
