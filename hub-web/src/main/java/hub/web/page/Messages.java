package hub.web.page;

import java.util.Locale;
import org.springframework.context.MessageSource;

/**
 * The messages in one reader's language.
 *
 * @param requested what the reader's browser asked for; where there is no such file, texts and
 *     numbers are English
 */
record Messages(MessageSource source, Locale requested) {

  /** The text of a key. */
  String of(String key, Object... arguments) {
    return source.getMessage(key, arguments, requested);
  }

  /** The language the texts are really in. */
  Locale language() {
    return Locale.forLanguageTag(of("common.lang"));
  }
}
