package hub.db.task;

import com.github.kagkarlsson.scheduler.exceptions.SerializationException;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Task data is JSON. Only what versions before that have queued is read as a Java object, by a
 * closed list of classes.
 */
@Component
class TaskSerializer implements Serializer {

  /** Of its own: rows outlive what the application sets for its answers. */
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FormerTaskData former;

  TaskSerializer(ObjectProvider<FormerClass> formerClasses) {
    this.former = new FormerTaskData(formerClasses.stream().toList());
  }

  @Override
  public byte @Nullable [] serialize(@Nullable Object data) {
    try {
      return data == null ? null : JSON.writeValueAsBytes(data);
    } catch (JacksonException e) {
      throw new SerializationException("Task data cannot be written as JSON.", e);
    }
  }

  @Override
  public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    if (FormerTaskData.is(data)) {
      return type.cast(former.read(data));
    }
    try {
      return JSON.readValue(data, type);
    } catch (JacksonException e) {
      throw new SerializationException("Task data is not the JSON of a " + type.getName() + ".", e);
    }
  }
}
