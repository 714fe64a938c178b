package hub.registry.store.s3;

import hub.registry.store.LimitedStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The bytes of one part, in a file until a bucket has taken them. So a client that sends slowly
 * holds a little disk, and no memory that others wait for.
 *
 * <p>The file loses its name as it is opened, and so goes with its writer or with this process,
 * however either ends.
 */
final class SpooledPart implements Closeable {

  /** So much is read or written at once: the JDK keeps memory as large as the largest piece. */
  private static final int PIECE = 64 * 1024;

  private final FileChannel file;
  private final CRC32C crc = new CRC32C();
  private int size;

  private SpooledPart(FileChannel file) {
    this.file = file;
  }

  static SpooledPart create(Path path) throws IOException {
    return new SpooledPart(
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  int size() {
    return size;
  }

  void add(byte[] bytes, int offset, int count) throws IOException {
    crc.update(bytes, offset, count);
    int end = offset + count;
    for (int start = offset; start < end; ) {
      int written = file.write(ByteBuffer.wrap(bytes, start, Math.min(PIECE, end - start)), size);
      start += written;
      size += written;
    }
  }

  /** Begins anew: the next bytes take the place of these. */
  void clear() {
    crc.reset();
    size = 0;
  }

  /** The bytes from the first on, as often as they are wanted. */
  InputStream open() {
    return new LimitedStream(new BufferedInputStream(new FileBytes(), PIECE), size);
  }

  byte[] bytes() throws IOException {
    byte[] bytes = new byte[size];
    try (InputStream all = open()) {
      int read = all.readNBytes(bytes, 0, size);
      if (read < size) {
        throw new IOException("a part of %d bytes has only %d in its file".formatted(size, read));
      }
    }
    return bytes;
  }

  /** CRC-32C of the bytes as they came, so that a disk that spoils them is found out. */
  String crc() {
    return base64(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  String md5() throws IOException {
    try (InputStream all = open()) {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] piece = new byte[PIECE];
      for (int count = all.read(piece); count >= 0; count = all.read(piece)) {
        md5.update(piece, 0, count);
      }
      return base64(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** From the file's beginning, with a place of its own in it. Leaves the file open. */
  private final class FileBytes extends InputStream {

    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int read = file.read(ByteBuffer.wrap(bytes, offset, Math.min(PIECE, count)), position);
      position += Math.max(0, read);
      return read;
    }
  }
}
