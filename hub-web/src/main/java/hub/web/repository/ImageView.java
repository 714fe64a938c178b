package hub.web.repository;

import hub.registry.browse.ImageDetail;
import hub.registry.browse.LayerSize;
import hub.registry.browse.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An image as its page shows it: groups of steps, each drawn on the scale of the heaviest.
 *
 * @param groups the base's steps, then the image's own; one group where no base is known
 * @param heaviest bytes of the heaviest layer, 1 at least
 */
public record ImageView(ImageDetail detail, String pullCommand, List<Group> groups, long heaviest) {

  /** Steps that belong together. */
  public record Group(boolean base, List<Line> lines) {

    public long bytes() {
      return lines.stream().mapToLong(line -> line.step().bytes()).sum();
    }

    /** How many of the steps made a layer. */
    public long layers() {
      return lines.stream().filter(line -> line.step().digest() != null).count();
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
      int number, Step step, @Nullable String keyword, String rest, String tint, String width) {}

  static ImageView of(ImageDetail detail, String pullCommand) {
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
    return new ImageView(detail, pullCommand, groups, heaviest);
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

  /** {@code sha256:9f2c41d7…8e05b1}. */
  public String shortDigest() {
    String digest = detail.digest();
    int start = digest.indexOf(':') + 1;
    return digest.length() < start + 20
        ? digest
        : digest.substring(0, start + 8) + "…" + digest.substring(digest.length() - 6);
  }
}
