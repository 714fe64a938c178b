package hub.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SearchRoomTests {

  private final SearchRoom room = new SearchRoom(1);

  @Test
  void letsNobodyWaitForLongAndGivesThePlaceBack() throws Exception {
    var started = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first =
          threads.submit(
              () ->
                  room.work(
                      () -> {
                        started.countDown();
                        await(end);
                        return "found";
                      }));
      started.await();

      assertThatThrownBy(() -> room.work(() -> "never")).isInstanceOf(SearchRefused.class);

      end.countDown();
      assertThat(first.get()).isEqualTo("found");
    }
    assertThat(room.work(() -> "next")).isEqualTo("next");
  }

  @Test
  void givesThePlaceBackWhereASearchFails() {
    assertThatThrownBy(
            () ->
                room.work(
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(room.work(() -> "next")).isEqualTo("next");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
