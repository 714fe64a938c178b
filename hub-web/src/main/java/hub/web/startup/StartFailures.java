package hub.web.startup;

import hub.db.StartRefused;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one sentence why the hub does not start, where the operator can fix it; Spring Boot tells
 * the rest. Registered in spring.factories.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartFailures implements SpringBootExceptionReporter {

  @Override
  public boolean reportException(Throwable failure) {
    String sentence = sentence(failure);
    if (sentence == null) {
      return false;
    }
    System.err.println("The hub does not start. " + sentence);
    return true;
  }

  private static @Nullable String sentence(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartRefused refused) {
        return refused.getMessage();
      }
      if (cause instanceof PortInUseException port) {
        return "Port %d is in use: stop what listens on it, or set HUB_PORT to another."
            .formatted(port.getPort());
      }
      if (cause instanceof FlywayValidateException) {
        return "The database was made by another version of the hub: start that version, or restore"
            + " a backup that fits this one.";
      }
    }
    return null;
  }
}
