package hub.db;

import org.jspecify.annotations.Nullable;

/**
 * The hub cannot start here. The message is one sentence for the operator: it names what is wrong
 * and what to do. It is printed alone, without a stack trace.
 */
public class StartRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StartRefused(String sentence) {
    super(sentence);
  }

  public StartRefused(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
