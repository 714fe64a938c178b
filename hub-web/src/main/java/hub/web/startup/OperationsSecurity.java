package hub.web.startup;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may ask how the hub is. Whether it lives and is ready: everybody. Its metrics: who has the
 * token, or, where none is set, programs on this machine, but not through a proxy.
 */
@Configuration(proxyBeanMethods = false)
class OperationsSecurity {

  @Bean
  @Order(0)
  SecurityFilterChain operations(HttpSecurity http, @Value("${hub.metrics-token:}") String token) {
    return http.securityMatcher("/livez", "/readyz", "/health/**", "/metrics/**", "/ca.crt")
        .authorizeHttpRequests(
            it ->
                it.requestMatchers("/livez", "/readyz", "/ca.crt")
                    .permitAll()
                    .requestMatchers("/metrics")
                    .access(
                        (who, what) ->
                            new AuthorizationDecision(mayMeasure(what.getRequest(), token)))
                    .anyRequest()
                    .denyAll())
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(it -> it.disable())
        .requestCache(it -> it.disable())
        .exceptionHandling(
            it ->
                it.authenticationEntryPoint((request, response, e) -> response.setStatus(404))
                    .accessDeniedHandler((request, response, e) -> response.setStatus(404)))
        .build();
  }

  private static boolean mayMeasure(HttpServletRequest request, String token) {
    if (token.isEmpty()) {
      return isFromThisMachine(request);
    }
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    return given != null && MessageDigest.isEqual(bytes("Bearer " + token), bytes(given));
  }

  /** A proxy that is not trusted leaves its header standing: then the caller is somebody else. */
  private static boolean isFromThisMachine(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
          && request.getHeader("X-Forwarded-For") == null
          && request.getHeader("Forwarded") == null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
