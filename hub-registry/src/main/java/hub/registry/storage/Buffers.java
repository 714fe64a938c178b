package hub.registry.storage;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The memory that all bodies on their way in share: so many buffers and never more. Who finds none
 * waits. Arrays on the heap, because those hash fastest.
 */
final class Buffers {

  private final int size;
  private final int count;
  private final Semaphore free;

  /** The last one that was given back is the next to be taken: the processor still has it near. */
  private final ConcurrentLinkedDeque<byte[]> idle = new ConcurrentLinkedDeque<>();

  /**
   * @param size of one, in bytes
   */
  Buffers(int count, int size) {
    this.count = count;
    this.size = size;
    this.free = new Semaphore(count);
  }

  /** A buffer, as soon as there is one. Give it back. */
  byte[] take() {
    free.acquireUninterruptibly();
    byte[] buffer = idle.poll();
    return buffer == null ? new byte[size] : buffer;
  }

  void give(byte[] buffer) {
    idle.push(buffer);
    free.release();
  }

  /** Whether so many are in use that nobody should keep one while it waits for a client. */
  boolean areScarce() {
    return free.availablePermits() < count / 2;
  }

  /** How many are in nobody's hands. */
  int available() {
    return free.availablePermits();
  }
}
