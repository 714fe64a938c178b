package hub;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Where the jar begins. Compiled for JDK 17, so that an old JVM can read it and say in one sentence
 * what the hub needs.
 */
final class Launcher {

  private static final int NEEDED = 25;

  private Launcher() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    int version = Runtime.version().feature();
    if (version < NEEDED) {
      System.err.println(
          "The hub does not start. It needs Java "
              + NEEDED
              + " or newer, and this is Java "
              + version
              + ": run it with the java of a JDK "
              + NEEDED
              + ".");
      System.exit(1);
    }
    Method main = Class.forName("hub.HubApplication").getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      // Spring Boot knows by this very exception that it has told the failure already.
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
