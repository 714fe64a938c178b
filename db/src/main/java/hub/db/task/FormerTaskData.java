package hub.db.task;

import com.github.kagkarlsson.scheduler.exceptions.SerializationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Task data that a version before the one with JSON has written, by Java's serialisation. */
final class FormerTaskData {

  private static final int MAX_BYTES = 16 * 1024;
  private static final int MAX_REFERENCES = 100;
  private static final int MAX_DEPTH = 5;

  private final Map<String, Class<?>> classes = new HashMap<>();

  FormerTaskData(List<FormerClass> formerClasses) {
    formerClasses.forEach(it -> classes.put(it.name(), it.type()));
    // Each enum's description in the stream names its superclass.
    classes.put(Enum.class.getName(), Enum.class);
  }

  /** Whether data is a Java object: JSON never begins with these bytes. */
  static boolean is(byte[] data) {
    return data.length > 1
        && data[0] == (byte) (ObjectStreamConstants.STREAM_MAGIC >>> 8)
        && data[1] == (byte) ObjectStreamConstants.STREAM_MAGIC;
  }

  /**
   * Reads it.
   *
   * @throws SerializationException where it names a class that is not in the list, or is too large
   */
  Object read(byte[] data) {
    try (Stream stream = new Stream(data)) {
      return stream.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new SerializationException("Task data of an earlier version cannot be read.", e);
    }
  }

  private final class Stream extends ObjectInputStream {

    Stream(byte[] data) throws IOException {
      super(new ByteArrayInputStream(data));
      if (data.length > MAX_BYTES) {
        throw new InvalidObjectException(data.length + " bytes are too many for task data");
      }
      setObjectInputFilter(this::check);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException {
      Class<?> type = classes.get(description.getName());
      if (type == null) {
        throw new InvalidClassException(description.getName(), "not a class of task data");
      }
      return type;
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new InvalidClassException("a proxy is no task data");
    }

    private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
      boolean small =
          info.references() <= MAX_REFERENCES
              && info.depth() <= MAX_DEPTH
              && info.arrayLength() < 0;
      return small && isKnown(info.serialClass())
          ? ObjectInputFilter.Status.ALLOWED
          : ObjectInputFilter.Status.REJECTED;
    }

    private boolean isKnown(@Nullable Class<?> type) {
      return type == null || type == String.class || classes.containsValue(type);
    }
  }
}
