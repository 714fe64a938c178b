package hub.web.page;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.UrlHandlerFilter;

/** Messages, and the objects that templates have besides Thymeleaf's own. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

  private static final Pattern LANGUAGE = Pattern.compile("_[a-z]{2}(_[A-Z]{2})?$");

  /** All of {@code messages/*.properties}; a second language is a second file beside each. */
  @Bean
  MessageSource messageSource() throws IOException {
    String[] baseNames =
        Arrays.stream(
                new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:messages/*.properties"))
            .map(Resource::getFilename)
            .map(name -> String.valueOf(name).replace(".properties", ""))
            .map(name -> LANGUAGE.matcher(name).replaceFirst(""))
            .distinct()
            .sorted()
            .map("messages/"::concat)
            .toArray(String[]::new);
    var messages = new ResourceBundleMessageSource();
    messages.setBasenames(baseNames);
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    return messages;
  }

  /** A slash at the end of an address is one too many, and no reason to find nothing. */
  @Bean
  UrlHandlerFilter slashesAtTheEnd() {
    return UrlHandlerFilter.trailingSlashHandler("/r/**", "/_/**", "/u/**")
        .redirect(HttpStatus.PERMANENT_REDIRECT)
        .build();
  }

  @Bean
  PageDialect pageDialect(MessageSource messageSource) {
    return new PageDialect(messageSource);
  }
}
