package hub.web.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.UrlHandlerFilter;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  /** Clients of Docker Hub write the slash at the end or leave it out, as they like. */
  @Bean
  UrlHandlerFilter apiTrailingSlash() {
    return UrlHandlerFilter.trailingSlashHandler("/v2/**", "/v1/**").wrapRequest().build();
  }
}
