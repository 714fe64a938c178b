package hubtesting;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Has PostgreSQL explain each statement that a request really makes, with the values it makes it
 * with, and on the connection on which it runs next. So a test can say how many statements a
 * request may make, and that none of them reads a whole table. Import it into a Spring test.
 */
@TestComponent
public class ExplainedStatements implements BeanPostProcessor {

  private final List<Explained> explained = new CopyOnWriteArrayList<>();
  private volatile boolean listening;

  /** The thread whose statements count, instead of those of requests over HTTP. */
  private volatile @Nullable Thread only;

  /** A statement, and how PostgreSQL goes about it. */
  public record Explained(String sql, String plan) {

    /** Whether a sequential scan is in the plan, also one of a part of the statement. */
    public boolean readsAWholeTable() {
      return plan.contains("Seq Scan");
    }
  }

  private record Setter(Method method, Object[] arguments) {}

  /**
   * What requests over HTTP ask the database for while this runs, in order; what the hub does by
   * itself is left out, and what this thread asks too.
   */
  public List<Explained> during(Runnable requests) {
    return during(requests, null);
  }

  /**
   * What this thread asks the database for while this runs, in order: for tests that call a service
   * or use MockMvc, without a server.
   */
  public List<Explained> onThisThread(Runnable calls) {
    return during(calls, Thread.currentThread());
  }

  private List<Explained> during(Runnable calls, @Nullable Thread thread) {
    explained.clear();
    only = thread;
    listening = true;
    try {
      calls.run();
    } finally {
      listening = false;
    }
    return List.copyOf(explained);
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource source
        ? new DelegatingDataSource(source) {
          @Override
          public Connection getConnection() throws SQLException {
            return listening(super.getConnection());
          }
        }
        : bean;
  }

  private Connection listening(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = call(method, connection, arguments);
              return listening
                      && counts(Thread.currentThread())
                      && result instanceof PreparedStatement statement
                  ? listening(connection, statement, (String) arguments[0])
                  : result;
            });
  }

  private boolean counts(Thread thread) {
    Thread wanted = only;
    return wanted == null ? servesRequests(thread.getName()) : thread == wanted;
  }

  private static boolean servesRequests(String thread) {
    return thread.contains("-exec-") || thread.startsWith("tomcat-handler");
  }

  private PreparedStatement listening(
      Connection connection, PreparedStatement statement, String sql) {
    List<Setter> setters = new ArrayList<>();
    return (PreparedStatement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                explained.add(new Explained(sql, explain(connection, sql, setters)));
              } else if (method.getName().startsWith("set") && arguments.length > 1) {
                setters.add(new Setter(method, arguments));
              }
              return call(method, statement, arguments);
            });
  }

  private static String explain(Connection connection, String sql, List<Setter> setters)
      throws Throwable {
    try (PreparedStatement explain = connection.prepareStatement("explain " + sql)) {
      for (Setter setter : setters) {
        call(setter.method(), explain, setter.arguments());
      }
      StringBuilder plan = new StringBuilder();
      try (ResultSet lines = explain.executeQuery()) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }

  private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
