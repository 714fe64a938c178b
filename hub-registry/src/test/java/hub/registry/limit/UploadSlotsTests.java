package hub.registry.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadSlotsTests {

  private final UploadSlots places = new UploadSlots();

  @Test
  void oneAccountDoesNotTakeTheOthersPlaces() {
    List<UploadSlots.Place> taken = new ArrayList<>();
    for (int i = 0; i < UploadSlots.PER_ACCOUNT; i++) {
      taken.add(places.take(1));
    }
    assertThatThrownBy(() -> places.take(1)).isInstanceOf(TooManyUploads.class);
    places.take(2).close();

    taken.getFirst().close();
    places.take(1);
  }
}
