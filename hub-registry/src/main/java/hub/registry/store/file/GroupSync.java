package hub.registry.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Syncs one directory for many at once: a caller that comes while a sync runs shares the next one,
 * since the running one may have begun before its entry was there.
 */
final class GroupSync {

  private final Path directory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private long asked;
  private long done;
  private boolean running;

  GroupSync(Path directory) {
    this.directory = directory;
  }

  /** Returns when every entry that was in the directory at the call is on the disk. */
  void sync() throws IOException {
    lock.lock();
    try {
      long mine = ++asked;
      while (done < mine) {
        if (running) {
          ended.awaitUninterruptibly();
        } else {
          syncAllWhoAsked();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void syncAllWhoAsked() throws IOException {
    long these = asked;
    running = true;
    lock.unlock();
    boolean synced = false;
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      synced = true;
    } finally {
      lock.lock();
      running = false;
      done = synced ? these : done;
      ended.signalAll();
    }
  }
}
