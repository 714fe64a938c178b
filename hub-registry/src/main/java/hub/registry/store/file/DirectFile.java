package hub.registry.store.file;

import hub.registry.store.Buffers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** One file that is written past the system's cache, from one position on. */
final class DirectFile implements Closeable {

  private final FileChannel channel;
  private final Buffers<ByteBuffer> buffers;
  private final int block;
  private long position;

  /** What came after the last whole block. */
  private final ByteBuffer rest;

  /**
   * @param buffers that lie at whole blocks, and hold more than one
   */
  DirectFile(FileChannel channel, long position, int block, Buffers<ByteBuffer> buffers) {
    this.channel = channel;
    this.position = position;
    this.block = block;
    this.buffers = buffers;
    this.rest = ByteBuffer.allocate(block);
  }

  /** Writes all whole blocks that there are now. */
  void write(byte[] bytes, int offset, int count) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes, offset, count);
    ByteBuffer buffer = buffers.take();
    try {
      while (from.hasRemaining()) {
        buffer.clear().put(rest.flip());
        int some = Math.min(from.remaining(), buffer.remaining());
        buffer.put(from.slice(from.position(), some)).flip();
        from.position(from.position() + some);
        int whole = buffer.limit() & -block;
        rest.clear().put(buffer.slice(whole, buffer.limit() - whole));
        buffer.limit(whole);
        while (buffer.hasRemaining()) {
          position += channel.write(buffer, position);
        }
      }
    } finally {
      buffers.give(buffer);
    }
  }

  /** Up to where the file is written. */
  long position() {
    return position;
  }

  /** What comes next and is less than a block, so that it cannot be written here. */
  ByteBuffer rest() {
    return rest.asReadOnlyBuffer().flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
