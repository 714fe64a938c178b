package hub.registry.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A way to a server that breaks once, in the middle of the first large body that takes it. */
final class RoadThatBreaks implements AutoCloseable {

  private static final int HOLDS = 1024 * 1024;

  private final URI server;
  private final ServerSocket entry;
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  RoadThatBreaks(URI server) throws IOException {
    this.server = server;
    this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("road").start(this::accept);
  }

  URI entry() {
    return URI.create("http://127.0.0.1:" + entry.getLocalPort());
  }

  boolean hasBroken() {
    return broken.get();
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        Socket near = entry.accept();
        Socket far = new Socket(server.getHost(), server.getPort());
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> carry(near, far, true));
        Thread.ofVirtual().start(() -> carry(far, near, false));
      } catch (IOException e) {
        if (!entry.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void carry(Socket from, Socket to, boolean mayBreak) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[64 * 1024];
      long carried = 0;
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        out.write(bytes, 0, count);
        carried += count;
        if (mayBreak && carried > HOLDS && broken.compareAndSet(false, true)) {
          return;
        }
      }
    } catch (IOException e) {
      // One end has gone, and now the other goes as well.
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
