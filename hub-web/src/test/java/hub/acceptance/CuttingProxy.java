package hub.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bad network before a server on this machine: once, after so many bytes towards the server, the
 * connection that carries them is cut.
 */
final class CuttingProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int server;
  private final AtomicLong left;
  private final AtomicInteger cuts = new AtomicInteger();

  /**
   * @param server the port that requests go on to
   * @param bytes how many bytes all connections together carry before the cut
   */
  CuttingProxy(int server, long bytes) throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.left = new AtomicLong(bytes);
    Thread.startVirtualThread(this::accept);
  }

  /** What stands before the slash in an image's name. */
  String host() {
    return "localhost:" + listening.getLocalPort();
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        var hub = new Socket(InetAddress.getLoopbackAddress(), server);
        Thread.startVirtualThread(() -> carry(client, hub, true));
        Thread.startVirtualThread(() -> carry(hub, client, false));
      }
    } catch (IOException e) {
      // Closed: there is nobody left to serve.
    }
  }

  private void carry(Socket from, Socket to, boolean counting) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (counting && left.get() > 0 && left.addAndGet(-read) <= 0) {
          cuts.incrementAndGet();
          return;
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // The other direction has ended and closed both.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
