package hub.web.page;

import java.util.concurrent.TimeUnit;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How the server treats addresses that are almost those of a page. */
@Configuration(proxyBeanMethods = false)
class PageServer implements WebMvcConfigurer {

  /** Their addresses are fixed, so unlike those with a hash in them they are asked for again. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/favicon.ico", "/robots.txt")
        .addResourceLocations("classpath:/static/")
        .setCacheControl(CacheControl.maxAge(1, TimeUnit.DAYS).cachePublic());
  }

  /** Ours in the place of Spring Boot's, which may be before or behind it until all starts. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadableRequests() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                context.addLifecycleListener(
                    event -> {
                      if (event.getType().equals(Lifecycle.BEFORE_START_EVENT)) {
                        Pipeline pipeline = context.getParent().getPipeline();
                        for (Valve valve : pipeline.getValves()) {
                          if (valve instanceof ErrorReportValve) {
                            pipeline.removeValve(valve);
                          }
                        }
                        pipeline.addValve(new UnreadableRequests());
                      }
                    }));
  }

  /** Before all others, so that it sees what any of them makes of the request. */
  @Bean
  FilterRegistrationBean<AddressFilter> addresses() {
    var registration = new FilterRegistrationBean<>(new AddressFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return registration;
  }
}
