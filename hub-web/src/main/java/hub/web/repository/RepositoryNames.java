package hub.web.repository;

import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import hub.web.page.RepositoryPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Controllers under {@code /r/{namespace}/{name}} and {@code /_/{name}} take a {@link
 * RepositoryName}; {@code /r/library/nginx} leads to {@code /_/nginx}, and capitals to small
 * letters, so that a page has one address. Where one is led does not tell whether it is there.
 */
@Configuration(proxyBeanMethods = false)
class RepositoryNames implements WebMvcConfigurer, HandlerMethodArgumentResolver {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new ToOneAddress()).addPathPatterns("/r/*/**", "/_/**");
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == RepositoryName.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binderFactory) {
    @SuppressWarnings("unchecked")
    var variables =
        (Map<String, String>)
            request.getAttribute(
                HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    if (variables == null) {
      throw new IllegalStateException("a RepositoryName stands in the address");
    }
    return new RepositoryName(
        variables.getOrDefault("namespace", RepositoryName.LIBRARY),
        variables.getOrDefault("name", ""));
  }

  private static final class ToOneAddress implements HandlerInterceptor {

    private static final Pattern ADDRESS =
        Pattern.compile("/(?:_|r/(?<namespace>[^/]+))/(?<name>[^/]+)(?<rest>(/.*)?)");

    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler)
        throws IOException {
      if (!request.getMethod().equals("GET")) {
        return true;
      }
      String path = request.getRequestURI();
      Matcher address = ADDRESS.matcher(path);
      if (!address.matches()) {
        return true;
      }
      String written =
          Optional.ofNullable(address.group("namespace")).orElse(RepositoryName.LIBRARY);
      String page;
      try {
        page =
            RepositoryPaths.page(
                new RepositoryName(
                    written.toLowerCase(Locale.ROOT),
                    address.group("name").toLowerCase(Locale.ROOT)));
      } catch (InvalidRepositoryName e) {
        return true;
      }
      String wanted = page + address.group("rest");
      if (wanted.equals(path)) {
        return true;
      }
      String query = request.getQueryString();
      response.sendRedirect(wanted + (query == null ? "" : "?" + query));
      return false;
    }
  }
}
