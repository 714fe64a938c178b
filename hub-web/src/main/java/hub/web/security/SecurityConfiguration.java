package hub.web.security;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;

import hub.web.api.ApiCredentialsFilter;
import hub.web.api.ApiFailures;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * The doors in front of the pages and of the Hub's HTTP API. The registry has a door of its own:
 * its servlet filter stands before these chains, and what it takes never comes here.
 *
 * <p>A page that no rule names needs sign-in. A route of the API that does not say what it needs is
 * refused by {@code ApiDoor}. What a caller may do to a repository is not decided here but by
 * {@code Permissions}, for every way in.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "form-action 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'");

  /** What a visitor may look at. */
  private static final String[] OPEN_TO_LOOK = {
    "/", "/explore", "/search", "/search/**", "/r/**", "/_/**", "/u/**", "/help/**", "/status"
  };

  /** Style sheets, scripts, icons. */
  private static final String[] STATIC = {
    "/css/**",
    "/js/**",
    "/webjars/**",
    "/icons.svg",
    "/icons-*.svg",
    "/favicon.svg",
    "/favicon-*.svg",
    "/favicon.ico",
    "/robots.txt"
  };

  /** Pages for those who are not signed in, or not yet. They send forms too. */
  private static final String[] OPEN_TO_JOIN = {
    "/signup",
    "/signup/**",
    "/register",
    "/account/signup",
    "/login",
    "/logout",
    "/confirm",
    "/confirm/**",
    "/forgot",
    "/reset",
    "/setup",
    "/theme"
  };

  /**
   * Each of these tells who is asking in every request; cookies play no part, so neither does CSRF.
   */
  @Bean
  @Order(1)
  SecurityFilterChain apiChain(
      HttpSecurity http, ApiCredentialsFilter credentials, ApiFailures failures) {
    return common(http)
        .securityMatcher("/v2/**", "/v1/**")
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .addFilterBefore(credentials, AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(
            it ->
                it.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers(GET, "/**")
                    .permitAll()
                    .requestMatchers(HEAD, "/**")
                    .permitAll()
                    .requestMatchers(
                        POST,
                        "/v2/users/login",
                        "/v2/users/login/",
                        "/v2/auth/token",
                        "/v2/auth/token/")
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .exceptionHandling(
            it ->
                it.authenticationEntryPoint(failures::answer).accessDeniedHandler(failures::answer))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pageChain(HttpSecurity http, Callers callers, PageDenials denials) {
    return common(http)
        .csrf(it -> it.csrfTokenRepository(CsrfTokens.inCookie()))
        .logout(it -> it.logoutUrl("/logout").logoutSuccessUrl("/").permitAll())
        .addFilterBefore(
            new EndedSessionFilter(callers, STATIC), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(
            it ->
                it.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers(GET, OPEN_TO_LOOK)
                    .permitAll()
                    .requestMatchers(HEAD, OPEN_TO_LOOK)
                    .permitAll()
                    .requestMatchers(GET, STATIC)
                    .permitAll()
                    .requestMatchers(HEAD, STATIC)
                    .permitAll()
                    .requestMatchers(OPEN_TO_JOIN)
                    .permitAll()
                    .requestMatchers("/admin", "/admin/**")
                    .access(
                        (authentication, context) ->
                            new AuthorizationDecision(isSiteAdmin(callers, context)))
                    .anyRequest()
                    .authenticated())
        .exceptionHandling(it -> it.authenticationEntryPoint(denials).accessDeniedHandler(denials))
        .build();
  }

  /** No account is found by Spring's own means: {@code SignIns} alone knows passwords. */
  @Bean
  UserDetailsService nobody() {
    return name -> {
      throw new UsernameNotFoundException("nobody signs in this way");
    };
  }

  private static boolean isSiteAdmin(Callers callers, RequestAuthorizationContext context) {
    var account = callers.current(context.getRequest()).account();
    return account != null && account.siteAdmin();
  }

  private static HttpSecurity common(HttpSecurity http) {
    return http.httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .requestCache(it -> it.requestCache(new NullRequestCache()))
        .anonymous(Customizer.withDefaults())
        .headers(
            it ->
                it.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                    .referrerPolicy(
                        policy -> policy.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                    .permissionsPolicyHeader(
                        policy ->
                            policy.policy("camera=(), geolocation=(), microphone=(), payment=()"))
                    // other services of the same domain are none of our business
                    .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false)));
  }
}
