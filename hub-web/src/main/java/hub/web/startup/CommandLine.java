package hub.web.startup;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * What stands behind {@code java -jar hub.jar}. The hub is set by variables, so there is little: it
 * tells of itself without starting anything. Registered in spring.factories.
 */
class CommandLine implements ApplicationListener<ApplicationStartingEvent> {

  private static final String HELP =
      """
      Usage: java -jar hub.jar
             java -jar hub.jar --help | --version

      Runs the hub in the foreground. Ctrl-C or SIGTERM stops it. Without any setting it listens on
      port 8080 and keeps all data in ./hub-data, with a PostgreSQL of its own.

      Settings are variables of the environment, such as HUB_PORT=9000 java -jar hub.jar:

      """;

  @Override
  public void onApplicationEvent(ApplicationStartingEvent event) {
    Integer answered = answer(event.getArgs());
    if (answered != null) {
      System.exit(answered);
    }
    System.out.println("The hub is starting.");
  }

  /** Answers what was asked for instead of a start, with the code to end with; null: start. */
  private static @Nullable Integer answer(String[] arguments) {
    for (String argument : arguments) {
      switch (argument) {
        case "--help", "-h", "help" -> {
          System.out.print(HELP + variables());
          return 0;
        }
        case "--version", "version" -> {
          System.out.println("hub " + Version.text());
          return 0;
        }
        default -> {
          // Spring's own properties have a dot in their names.
          if (!argument.startsWith("--") || argument.indexOf('.') < 0) {
            System.err.println(
                "The hub does not start. It knows no argument \""
                    + argument
                    + "\": see java -jar hub.jar --help.");
            return 1;
          }
        }
      }
    }
    return null;
  }

  private static String variables() {
    return Arrays.stream(Variable.values())
        .map(Variable::help)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
