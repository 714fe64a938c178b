package hub.registry.browse;

import hub.registry.Digest;
import hub.registry.manifest.ImageConfiguration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts each layer beside the command that made it; the history may be missing or short. */
final class Steps {

  /** Instructions that change no file. WORKDIR is none of them: it may make a folder. */
  private static final Set<String> SETTINGS =
      Set.of(
          "ARG",
          "CMD",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME");

  private Steps() {}

  /** A layer and its weight. */
  record Layer(Digest digest, long bytes) {}

  /**
   * The steps of an image, oldest first.
   *
   * @param baseLayers how many layers are those of its base
   * @param baseSteps how many steps are, where the base has a history; 0 where that is not known
   */
  static List<Step> of(
      ImageConfiguration configuration, List<Layer> layers, int baseLayers, int baseSteps) {
    List<ImageConfiguration.Step> history = configuration.history();
    boolean known = baseLayers > 0 && made(history, baseSteps) == baseLayers;
    List<Step> steps = new ArrayList<>();
    Iterator<Layer> next = layers.iterator();
    int passed = 0;
    for (ImageConfiguration.Step step : history) {
      boolean base = known ? steps.size() < baseSteps : passed < baseLayers;
      if (step.empty() || !next.hasNext()) {
        steps.add(new Step(step.text(), comment(step), null, 0, base, false));
      } else {
        steps.add(layer(step, next.next(), base));
        passed++;
      }
    }
    while (next.hasNext()) {
      Layer layer = next.next();
      String digest = layer.digest().toString();
      steps.add(new Step("", null, digest, layer.bytes(), passed < baseLayers, false));
      passed++;
    }
    return steps;
  }

  /** How many layers the first steps made. */
  private static long made(List<ImageConfiguration.Step> history, int steps) {
    return steps > history.size()
        ? -1
        : history.subList(0, steps).stream().filter(it -> !it.empty()).count();
  }

  private static Step layer(ImageConfiguration.Step step, Layer layer, boolean base) {
    String command = step.text();
    String instruction = command.substring(0, Math.max(0, command.indexOf(' ')));
    return new Step(
        command,
        comment(step),
        layer.digest().toString(),
        layer.bytes(),
        base,
        SETTINGS.contains(instruction));
  }

  /** What tells steps apart; not what each step of a builder has. */
  private static @Nullable String comment(ImageConfiguration.Step step) {
    String comment = step.comment();
    return step.command() == null || comment == null || comment.startsWith("buildkit.")
        ? null
        : comment;
  }
}
