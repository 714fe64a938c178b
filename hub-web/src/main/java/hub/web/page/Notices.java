package hub.web.page;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Says on the next page what was done. */
@Component
public class Notices {

  private final MessageSource messages;

  Notices(MessageSource messages) {
    this.messages = messages;
  }

  /**
   * A sentence over the page that the redirect leads to.
   *
   * @param key of the message
   */
  public void say(RedirectAttributes redirect, String key, Object... arguments) {
    redirect.addFlashAttribute(
        "notice", messages.getMessage(key, arguments, LocaleContextHolder.getLocale()));
  }
}
