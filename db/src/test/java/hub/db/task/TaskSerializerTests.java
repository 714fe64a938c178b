package hub.db.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.exceptions.SerializationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class TaskSerializerTests {

  enum Kind {
    FIRST,
    SECOND
  }

  record Order(@Nullable Kind kind, long id, String text) implements Serializable {}

  record Holder(Object anything) implements Serializable {}

  private final TaskSerializer serializer =
      serializer(
          new FormerClass(Order.class.getName(), Order.class),
          new FormerClass(Kind.class.getName(), Kind.class),
          new FormerClass(Holder.class.getName(), Holder.class));

  private static TaskSerializer serializer(FormerClass... classes) {
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    for (FormerClass former : classes) {
      beans.registerSingleton(former.name(), former);
    }
    return new TaskSerializer(beans.getBeanProvider(FormerClass.class));
  }

  private static byte[] java(Object data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(data);
    }
    return bytes.toByteArray();
  }

  @Test
  void writesJsonAndReadsIt() {
    Order order = new Order(Kind.SECOND, 7, "é");

    byte[] data = serializer.serialize(order);

    assertThat(new String(data, StandardCharsets.UTF_8))
        .isEqualTo("{\"kind\":\"SECOND\",\"id\":7,\"text\":\"é\"}");
    assertThat(serializer.deserialize(Order.class, data)).isEqualTo(order);
  }

  @Test
  void readsJsonOfAVersionThatKnowsMore() {
    byte[] data = "{\"id\":7,\"text\":\"x\",\"later\":1}".getBytes(StandardCharsets.UTF_8);

    assertThat(serializer.deserialize(Order.class, data)).isEqualTo(new Order(null, 7, "x"));
  }

  @Test
  void hasNoBytesWhereThereIsNoData() {
    assertThat(serializer.serialize(null)).isNull();
    assertThat(serializer.deserialize(Void.class, null)).isNull();
  }

  @Test
  void readsWhatEarlierVersionsWroteAsJavaObjects() throws IOException {
    Order order = new Order(Kind.FIRST, 7, "x");

    assertThat(serializer.deserialize(Order.class, java(order))).isEqualTo(order);
  }

  @Test
  void readsNoClassThatIsNotInTheList() throws IOException {
    assertThat(serializer.deserialize(Holder.class, java(new Holder("text")))).isNotNull();
    for (Object other :
        List.of(new HashMap<>(), new ArrayList<>(), 5, new int[1], new Order[0], new Kind[0])) {
      assertThatThrownBy(() -> serializer.deserialize(Holder.class, java(new Holder(other))))
          .isInstanceOf(SerializationException.class);
    }
    assertThatThrownBy(() -> serializer().deserialize(Order.class, java(new Order(null, 7, "x"))))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void readsNothingThatIsLargeOrDeep() throws IOException {
    assertThatThrownBy(
            () -> serializer.deserialize(Holder.class, java(new Holder("x".repeat(100_000)))))
        .isInstanceOf(SerializationException.class);
    Object deep = "x";
    for (int i = 0; i < 10; i++) {
      deep = new Holder(deep);
    }
    byte[] data = java(deep);
    assertThatThrownBy(() -> serializer.deserialize(Holder.class, data))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void saysWhichDataItCannotRead() {
    byte[] data = "no JSON".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> serializer.deserialize(Order.class, data))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Order");
  }
}
