package hub.registry.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadSlotsTests {

  private final UploadSlots slots = new UploadSlots();

  @Test
  void oneAccountDoesNotTakeTheOthersSlots() {
    List<UploadSlots.Slot> taken = new ArrayList<>();
    for (int i = 0; i < UploadSlots.PER_ACCOUNT; i++) {
      taken.add(slots.take(1));
    }
    assertThatThrownBy(() -> slots.take(1)).isInstanceOf(TooManyUploads.class);
    slots.take(2).close();

    taken.getFirst().close();
    slots.take(1);
  }
}
