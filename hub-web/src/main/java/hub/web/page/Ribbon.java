package hub.web.page;

import hub.registry.browse.LayerSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An image as one line of slabs, each layer as wide as it weighs: slate is the base, petrol what
 * the image adds. Geometry is on a field 1000 wide, for SVG attributes.
 *
 * @param label the sums as text
 */
public record Ribbon(List<Slab> slabs, String label) {

  private static final double FIELD = 1000;
  private static final double GAP = 3;
  private static final double THINNEST = 4;

  /**
   * A layer.
   *
   * @param tint the class that colours it: b1 to b3, o1 to o3
   */
  public record Slab(String tint, String x, String width) {}

  /**
   * Draws layers, from the base.
   *
   * @param scale how many bytes the whole field stands for, so that ribbons of a list compare
   */
  public static Ribbon of(List<LayerSize> layers, long scale, String label) {
    List<LayerSize> heavy = layers.stream().filter(layer -> layer.bytes() > 0).toList();
    long bytes = heavy.stream().mapToLong(LayerSize::bytes).sum();
    double field = FIELD * bytes / Math.max(scale, Math.max(bytes, 1));
    double gap = Math.min(GAP, field / Math.max(1, heavy.size()) / 4);
    double thinnest = Math.min(THINNEST, field / Math.max(1, heavy.size()) / 2);
    double room = field - gap * Math.max(0, heavy.size() - 1);
    double thin =
        heavy.stream().filter(layer -> room * layer.bytes() / bytes < thinnest).count() * thinnest;
    long rest =
        heavy.stream()
            .filter(layer -> room * layer.bytes() / bytes >= thinnest)
            .mapToLong(LayerSize::bytes)
            .sum();
    var slabs = new ArrayList<Slab>();
    double x = 0;
    int base = 0;
    int own = 0;
    for (LayerSize layer : heavy) {
      double share = room * layer.bytes() / bytes;
      double width = share < thinnest ? thinnest : (room - thin) * layer.bytes() / rest;
      String tint = layer.base() ? "b" + (1 + base++ % 3) : "o" + (1 + own++ % 3);
      slabs.add(new Slab(tint, figure(x), figure(width)));
      x += width + gap;
    }
    return new Ribbon(slabs, label);
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
