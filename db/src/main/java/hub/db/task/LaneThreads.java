package hub.db.task;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one lane, as many as it has places. They end when there is nothing to do. They are
 * the operating system's: work on the store computes, and would keep virtual threads waiting.
 */
final class LaneThreads extends ThreadPoolExecutor {

  private static final int IDLE_SECONDS = 60;

  private final Runnable afterEach;

  /**
   * Threads of a lane.
   *
   * @param afterEach runs after each task, when its place is free again
   */
  LaneThreads(Lane lane, Runnable afterEach) {
    super(
        lane.places(),
        lane.places(),
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().name("lane-" + lane.text() + "-", 1).factory());
    allowCoreThreadTimeOut(true);
    this.afterEach = afterEach;
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable failure) {
    super.afterExecute(task, failure);
    afterEach.run();
  }
}
