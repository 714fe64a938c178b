package hub.web.page;

import hub.registry.browse.LayerSize;
import hub.registry.browse.PlatformImage;
import java.util.List;

/** Draws images, as {@code #ribbons} in templates. */
public class Ribbons {

  private final Messages messages;

  Ribbons(Messages messages) {
    this.messages = messages;
  }

  /** The image over the whole width. */
  public Ribbon of(PlatformImage image) {
    return of(image, image.bytes());
  }

  /**
   * The image, on a scale.
   *
   * @param scale how many bytes the whole width stands for, so that ribbons of a list compare
   */
  public Ribbon of(PlatformImage image, long scale) {
    return draw(image.layers(), scale);
  }

  /** Layers from the base, over the whole width. */
  public Ribbon layers(List<LayerSize> layers) {
    return draw(layers, 1);
  }

  private Ribbon draw(List<LayerSize> layers, long scale) {
    var formats = new Formats(messages);
    long all = layers.stream().mapToLong(LayerSize::bytes).sum();
    long base = layers.stream().filter(LayerSize::base).mapToLong(LayerSize::bytes).sum();
    String label =
        base > 0
            ? messages.of(
                "ribbon.label", formats.bytes(all), formats.bytes(base), formats.bytes(all - base))
            : messages.of("ribbon.label.plain", formats.bytes(all), layers.size());
    return Ribbon.of(layers, scale, label);
  }
}
