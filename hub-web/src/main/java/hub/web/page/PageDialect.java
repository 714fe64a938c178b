package hub.web.page;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;

/**
 * What templates may call: {@code #formats}, {@code #times}, {@code #identicons}, {@code #shell},
 * {@code #paths}, {@code #ribbons}. They speak the language of the messages.
 */
class PageDialect extends AbstractDialect implements IExpressionObjectDialect {

  private final MessageSource messages;

  PageDialect(MessageSource messages) {
    super("hub");
    this.messages = messages;
  }

  @Override
  public IExpressionObjectFactory getExpressionObjectFactory() {
    return new IExpressionObjectFactory() {

      @Override
      public Set<String> getAllExpressionObjectNames() {
        return Set.of("formats", "times", "identicons", "shell", "paths", "ribbons");
      }

      @Override
      public @Nullable Object buildObject(IExpressionContext context, String name) {
        return switch (name) {
          case "formats" -> new Formats(new Messages(messages, context.getLocale()));
          case "times" -> new Times(new Messages(messages, context.getLocale()));
          case "identicons" -> new Identicons();
          case "shell" -> new Shell();
          case "paths" -> new RepositoryPaths();
          case "ribbons" -> new Ribbons(new Messages(messages, context.getLocale()));
          default -> null;
        };
      }

      @Override
      public boolean isCacheable(String name) {
        return true;
      }
    };
  }
}
