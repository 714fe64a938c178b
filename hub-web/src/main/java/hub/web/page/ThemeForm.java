package hub.web.page;

import org.jspecify.annotations.Nullable;

/**
 * How pages look on this device.
 *
 * @param theme null where none was sent
 * @param back the page to go back to
 */
record ThemeForm(@Nullable String theme, String back) {

  ThemeForm(@Nullable String theme, @Nullable String back) {
    this.theme = theme;
    this.back = FormText.or(back, "/");
  }
}
