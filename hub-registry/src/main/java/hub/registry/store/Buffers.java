package hub.registry.store;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Memory that many share: so many buffers and never more. A thread that finds none waits.
 *
 * @param <B> what a buffer is
 */
public final class Buffers<B> {

  private final int count;
  private final Supplier<B> fresh;
  private final Semaphore free;

  /** The last one that was given back is the next to be taken: the processor still has it near. */
  private final ConcurrentLinkedDeque<B> idle = new ConcurrentLinkedDeque<>();

  /**
   * @param fresh makes one, at most {@code count} times
   */
  public Buffers(int count, Supplier<B> fresh) {
    this.count = count;
    this.fresh = fresh;
    this.free = new Semaphore(count);
  }

  /** A buffer, as soon as there is one. Give it back. */
  public B take() {
    free.acquireUninterruptibly();
    B buffer = idle.poll();
    if (buffer == null) {
      try {
        buffer = fresh.get();
      } catch (RuntimeException | Error e) {
        free.release();
        throw e;
      }
    }
    return buffer;
  }

  /** Gives a buffer back. */
  public void give(B buffer) {
    idle.push(buffer);
    free.release();
  }

  /** Whether so many are in use that nobody should keep one while it waits for a client. */
  boolean areScarce() {
    return free.availablePermits() < count / 2;
  }

  /** How many are in nobody's hands. */
  public int available() {
    return free.availablePermits();
  }
}
