package hub.web.page;

import hub.web.security.Destination;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
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
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How the server treats addresses that are almost those of a page. */
@Configuration(proxyBeanMethods = false)
class PageServer implements WebMvcConfigurer {

  /** They have clients of their own, and no pages. */
  private static final Set<String> NO_PAGES = Set.of("v1", "v2", "token");

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

  /** Leads from an address with a slash at its end to the page, which has none. */
  @Bean
  FilterRegistrationBean<OncePerRequestFilter> slashAtTheEnd() {
    var filter =
        new OncePerRequestFilter() {
          @Override
          protected void doFilterInternal(
              HttpServletRequest request, HttpServletResponse response, FilterChain chain)
              throws IOException, ServletException {
            String path = request.getRequestURI();
            String page = path.replaceFirst("/+$", "");
            boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
            if (!read
                || page.equals(path)
                || page.isEmpty()
                || NO_PAGES.contains(path.split("/", 3)[1])
                || !Destination.path(page, "").equals(page)) {
              chain.doFilter(request, response);
              return;
            }
            String query = request.getQueryString();
            response.setStatus(HttpStatus.PERMANENT_REDIRECT.value());
            response.setHeader("Location", query == null ? page : page + "?" + query);
          }
        };
    var registration = new FilterRegistrationBean<OncePerRequestFilter>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return registration;
  }
}
