package hub.registry.protocol;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.task.InLane;
import hub.db.task.Lane;
import hub.registry.GarbageSettings;
import hub.registry.RegistrySettings;
import hub.registry.access.RefreshTokens;
import hub.registry.limit.PullLimitSettings;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the registry in front of everything else, and prepares the web server for its bytes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  RegistrySettings.class,
  GarbageSettings.class,
  PullLimitSettings.class
})
class RegistryConfiguration {

  private static final int KIB = 1024;

  /** What a connection holds of the heap while a request is read or answered, at most. */
  private static final int CONNECTION = 168 * KIB;

  /** Before all filters that would wrap the response or read the body of an upload. */
  @Bean
  FilterRegistrationBean<RegistryDoor> registryDoorRegistration(RegistryDoor door) {
    FilterRegistrationBean<RegistryDoor> registration = new FilterRegistrationBean<>(door);
    registration.addUrlPatterns("/v2", "/v2/*", "/token");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> registryWebServer() {
    return factory ->
        factory.addConnectorCustomizers(
            connector -> {
              // The door tells what is wrong with such a path, in the protocol's words.
              connector.setEncodedSolidusHandling("passthrough");
              // The kernel's buffers are left alone: it sizes them to each client's way here, and
              // stops doing so once it is told a size.
              // Ours are per connection and small, or a thousand slow clients take the heap.
              connector.setProperty("socket.appReadBufSize", Integer.toString(32 * KIB));
              connector.setProperty("socket.appWriteBufSize", Integer.toString(32 * KIB));
              if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                // What a client may still be sending when it is refused: it must read the reply.
                http.setMaxSwallowSize(16 * KIB * KIB);
                // Long names, and tokens of many scopes.
                http.setMaxHttpRequestHeaderSize(32 * KIB);
                // A hundred tags of 128 characters, as one push may move.
                http.setMaxHttpResponseHeaderSize(16 * KIB);
                http.setMaxConnections(mostConnections(Runtime.getRuntime().maxMemory()));
              }
            });
  }

  /** So many that all of them, each in the middle of a request, take less than half the heap. */
  static int mostConnections(long heap) {
    return Math.clamp(heap / 2 / CONNECTION, 512, 8192);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> registryRefusals() {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(WebServerRefusals.class.getName());
              }
            });
  }

  @Bean
  @InLane(Lane.HOUSEKEEPING)
  RecurringTask<Void> refreshTokenSweep(RefreshTokens tokens) {
    return Tasks.recurring("refresh-token-sweep", FixedDelay.ofHours(1))
        .execute((instance, context) -> tokens.sweep());
  }
}
