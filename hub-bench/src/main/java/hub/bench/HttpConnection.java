package hub.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1 that is kept alive. It shares the processors with what it measures, so
 * it does as little as it can: bodies go out of direct buffers as they are, and come into one that
 * is used again and again, and are thrown away.
 */
final class HttpConnection implements AutoCloseable {

  private static final int BUFFER = 256 * 1024;

  /** As clients say it: some registries serve a manifest only where its type is named. */
  private static final String ACCEPT =
      "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json, */*";

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final SocketChannel channel;
  private final String host;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final ByteBuffer out = ByteBuffer.allocateDirect(16 * 1024);

  HttpConnection(int port) throws IOException {
    this.channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.host = "127.0.0.1:" + port;
  }

  /** What happens to the body of an answer. */
  enum Body {
    DISCARDED,
    KEPT
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @param headers lines that each end in CR LF; empty for none
   * @param parts what the body consists of, in this order; each is sent as a whole
   * @throws IOException where the connection breaks or the answer is not HTTP
   */
  HttpReply exchange(String method, String target, String headers, Body keep, ByteBuffer... parts)
      throws IOException {
    long length = 0;
    for (ByteBuffer part : parts) {
      length += part.remaining();
    }
    boolean hasBody = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nUser-Agent: hub-bench\r\nAccept: "
            + ACCEPT
            + "\r\n"
            + headers
            + (hasBody ? "Content-Length: " + length + "\r\n\r\n" : "\r\n");
    out.clear().put(head.getBytes(StandardCharsets.ISO_8859_1)).flip();
    ByteBuffer[] buffers = new ByteBuffer[parts.length + 1];
    buffers[0] = out;
    for (int i = 0; i < parts.length; i++) {
      buffers[i + 1] = parts[i].duplicate();
    }
    long left = out.remaining() + length;
    try {
      while (left > 0) {
        left -= channel.write(buffers);
      }
    } catch (IOException e) {
      throw refused(method + " " + target, e);
    }
    return answer(method.equals("HEAD"), keep == Body.KEPT);
  }

  /** A server that closes before it has all may have said why. */
  private IOException refused(String request, IOException broken) {
    try {
      return new UnexpectedReply(request, answer(false, true));
    } catch (IOException | RuntimeException e) {
      return broken;
    }
  }

  private HttpReply answer(boolean toHead, boolean keep) throws IOException {
    String head = head();
    int status = Integer.parseInt(head, 9, 12, 10);
    // What a registry complains of is told to whoever runs this.
    ByteArrayOutputStream kept = keep || status >= 400 ? new ByteArrayOutputStream() : null;
    long bytes = 0;
    if (!toHead && status != 204 && status != 304) {
      String length = HttpReply.header(head, "Content-Length");
      if (length != null) {
        bytes = Long.parseLong(length);
        take(bytes, kept);
      } else if ("chunked".equalsIgnoreCase(HttpReply.header(head, "Transfer-Encoding"))) {
        bytes = chunks(kept);
      } else {
        throw new IOException("an answer without a length: " + head);
      }
    }
    return new HttpReply(status, head, bytes, kept == null ? new byte[0] : kept.toByteArray());
  }

  /** All until the empty line, which is taken and not given. */
  private String head() throws IOException {
    int scanned = 0;
    while (true) {
      int end = in.position() + scanned;
      for (; end + 3 < in.limit(); end++) {
        if (in.get(end) == '\r' && in.get(end + 2) == '\r' && in.get(end + 3) == '\n') {
          byte[] head = new byte[end - in.position()];
          in.get(head);
          in.position(in.position() + 4);
          return new String(head, StandardCharsets.ISO_8859_1);
        }
      }
      scanned = Math.max(0, in.remaining() - 3);
      more();
    }
  }

  private long chunks(@Nullable ByteArrayOutputStream kept) throws IOException {
    long bytes = 0;
    while (true) {
      long size = Long.parseLong(line().split(";", 2)[0].strip(), 16);
      take(size, kept);
      bytes += size;
      line();
      if (size == 0) {
        return bytes;
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (!in.hasRemaining()) {
        more();
      }
      char next = (char) in.get();
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append(next);
      }
    }
  }

  private void take(long bytes, @Nullable ByteArrayOutputStream kept) throws IOException {
    long left = bytes;
    while (left > 0) {
      if (!in.hasRemaining()) {
        more();
      }
      int count = (int) Math.min(left, in.remaining());
      if (kept != null) {
        byte[] piece = new byte[count];
        in.get(piece);
        kept.write(piece);
      } else {
        in.position(in.position() + count);
      }
      left -= count;
    }
  }

  /** Reads on, behind what has not been taken yet. */
  private void more() throws IOException {
    in.compact();
    int count = channel.read(in);
    in.flip();
    if (count < 0) {
      throw new EOFException("the server has closed the connection");
    }
  }

  /** A body that is empty. */
  static ByteBuffer nothing() {
    return NOTHING.duplicate();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
