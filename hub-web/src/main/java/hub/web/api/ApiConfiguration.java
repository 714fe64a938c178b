package hub.web.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {

  private final ApiDoor door;

  ApiConfiguration(ApiDoor door) {
    this.door = door;
  }

  /** Clients of Docker Hub write the slash at the end or leave it out, as they like. */
  @Bean
  static UrlHandlerFilter apiTrailingSlash() {
    return UrlHandlerFilter.trailingSlashHandler("/v2/**", "/v1/**").wrapRequest().build();
  }

  /** It stands in the chain of the API and nowhere else. */
  @Bean
  static FilterRegistrationBean<ApiCredentialsFilter> apiCredentialsOnlyInTheChain(
      ApiCredentialsFilter filter) {
    FilterRegistrationBean<ApiCredentialsFilter> registration =
        new FilterRegistrationBean<>(filter);
    registration.setEnabled(false);
    return registration;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(door).addPathPatterns("/v2/**", "/v1/**");
  }

  /** Handlers name what they were granted as a parameter. */
  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new Granted<>(GrantedRepository.class));
    resolvers.add(new Granted<>(GrantedNamespace.class));
  }

  private record Granted<T>(Class<T> type) implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == type;
    }

    @Override
    public T resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
      if (http == null) {
        throw new IllegalStateException("no request of HTTP");
      }
      return ApiDoor.granted(http, type);
    }
  }
}
