package hub.web.home;

import hub.registry.browse.LayerSize;
import hub.registry.browse.Step;
import hub.search.Hit;
import java.util.List;

/**
 * What is inside the most pulled image.
 *
 * @param steps the heaviest of them, in their order
 */
record AnatomyView(Hit hit, String tag, List<LayerSize> layers, long bytes, List<Step> steps) {

  /** As people type it: without the tag where that is what a name without one means. */
  public String name() {
    return tag.equals("latest") ? hit.name().familiar() : hit.name().familiar() + ":" + tag;
  }
}
