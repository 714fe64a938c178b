package hub.registry.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadPlacesTests {

  private final UploadPlaces places = new UploadPlaces();

  @Test
  void oneAccountDoesNotTakeTheOthersPlaces() {
    List<UploadPlaces.Place> taken = new ArrayList<>();
    for (int i = 0; i < UploadPlaces.PER_ACCOUNT; i++) {
      taken.add(places.take(1));
    }
    assertThatThrownBy(() -> places.take(1)).isInstanceOf(TooManyUploads.class);
    places.take(2).close();

    taken.getFirst().close();
    places.take(1);
  }
}
