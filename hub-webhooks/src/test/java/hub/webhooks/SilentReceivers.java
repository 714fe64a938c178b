package hub.webhooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Receivers that accept each connection, read nothing and never answer. */
final class SilentReceivers implements AutoCloseable {

  private final List<ServerSocket> servers = new ArrayList<>();
  private final Queue<Socket> held = new ConcurrentLinkedQueue<>();

  SilentReceivers(int count) {
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        servers.add(server);
        Thread.startVirtualThread(() -> accept(server));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket server) {
    try {
      while (true) {
        held.add(server.accept());
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  List<String> urls() {
    return servers.stream().map(it -> "http://127.0.0.1:" + it.getLocalPort() + "/hook").toList();
  }

  /** How often one of them was called until now. */
  int calls() {
    return held.size();
  }

  @Override
  public void close() {
    try {
      for (ServerSocket server : servers) {
        server.close();
      }
      for (Socket socket : held) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
