package hub.web.repository;

import hub.registry.browse.ImageDetail;
import hub.registry.browse.LayerSize;
import hub.registry.browse.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image as its page shows it: groups of steps, each drawn on the scale of the heaviest.
 *
 * @param groups the base's steps, then the image's own; one group where no base is known
 * @param heaviest bytes of the heaviest layer, 1 at least
 */
public record ImageView(ImageDetail detail, List<Group> groups, long heaviest) {

  /** Names of variables that mostly hold what nobody else should read. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(secret|token|passw(or)?d|passphrase|api_?key|access_?key|private_?key|credential"
              + ").*");

  /** Steps that belong together. */
  public record Group(boolean base, List<Line> lines) {

    public long bytes() {
      return lines.stream().mapToLong(line -> line.step().bytes()).sum();
    }

    /** How many of the steps made a layer. */
    public long layers() {
      return lines.stream().filter(line -> line.step().digest() != null).count();
    }

    /** The same in their order, with settings that follow each other in one. */
    public List<Block> blocks() {
      var blocks = new ArrayList<Block>();
      for (Line line : lines) {
        boolean setting = line.step().digest() == null;
        if (blocks.isEmpty() || !setting || !blocks.getLast().setting()) {
          blocks.add(new Block(setting, new ArrayList<>()));
        }
        blocks.getLast().lines().add(line);
      }
      return blocks;
    }
  }

  /**
   * A layer, or settings.
   *
   * @param setting whether its steps made no layer
   */
  public record Block(boolean setting, List<Line> lines) {

    /** Whether it is folded: one setting stands in the open. */
    public boolean isFolded() {
      return setting && lines.size() > 1;
    }
  }

  /**
   * One step.
   *
   * @param keyword the instruction, like RUN; null where it is not known
   * @param tint the class that colours its bar
   * @param width of its bar, 0 to 100
   */
  public record Line(
      int number, Step step, @Nullable String keyword, String rest, String tint, String width) {

    /** So much of a command is in sight on a wide screen. */
    private static final int IN_SIGHT = 64;

    /** Whether its command is longer than a line shows. */
    public boolean isLong() {
      return step.command().length() > IN_SIGHT || step.command().indexOf('\n') >= 0;
    }

    /** The beginning of the command, for its line. */
    public String start() {
      return rest.length() <= 4 * IN_SIGHT ? rest : rest.substring(0, 4 * IN_SIGHT) + "…";
    }
  }

  static ImageView of(ImageDetail detail) {
    long heaviest = Math.max(1, detail.history().stream().mapToLong(Step::bytes).max().orElse(1));
    var groups = new ArrayList<Group>();
    int number = 0;
    int base = 0;
    int own = 0;
    for (Step step : detail.history()) {
      if (groups.isEmpty() || groups.getLast().base() != step.base()) {
        groups.add(new Group(step.base(), new ArrayList<>()));
      }
      String tint = "";
      if (step.bytes() > 0) {
        tint = step.base() ? "b" + (1 + base++ % 3) : "o" + (1 + own++ % 3);
      }
      double width = Math.max(0.8, 100.0 * step.bytes() / heaviest);
      groups.getLast().lines().add(line(++number, step, tint, width));
    }
    return new ImageView(detail, groups, heaviest);
  }

  private static Line line(int number, Step step, String tint, double width) {
    String command = step.command().strip();
    int blank = command.indexOf(' ');
    String first = blank < 0 ? command : command.substring(0, blank);
    boolean instruction = first.matches("[A-Z]{3,12}");
    return new Line(
        number,
        step,
        instruction ? first : null,
        instruction ? command.substring(first.length()) : command,
        tint,
        String.format(Locale.ROOT, "%.1f", width));
  }

  /** The layers, for the ribbon. */
  public List<LayerSize> layers() {
    return detail.history().stream()
        .filter(step -> step.digest() != null)
        .map(step -> new LayerSize(step.bytes(), step.base()))
        .toList();
  }

  public long baseBytes() {
    return layers().stream().filter(LayerSize::base).mapToLong(LayerSize::bytes).sum();
  }

  public long ownBytes() {
    return layers().stream().filter(it -> !it.base()).mapToLong(LayerSize::bytes).sum();
  }

  /** The names of variables of the image that look as if their values were secrets. */
  public List<String> secrets() {
    return detail.configuration().env().stream()
        .filter(it -> it.indexOf('=') > 0 && it.indexOf('=') < it.length() - 1)
        .map(it -> it.substring(0, it.indexOf('=')))
        .filter(name -> name.length() <= 100 && SECRET.matcher(name).matches())
        .limit(10)
        .toList();
  }
}
