package hub.web.api;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of the API and what each needs. With a route that does not say, nothing starts. */
@Component
public class ApiRoutes implements SmartInitializingSingleton {

  private final ObjectProvider<RequestMappingHandlerMapping> mappings;
  private List<ApiRoute> routes = List.of();

  ApiRoutes(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    routes =
        mappings.stream()
            .flatMap(it -> it.getHandlerMethods().entrySet().stream())
            .flatMap(it -> routes(it.getKey(), it.getValue()))
            .sorted(Comparator.comparing(ApiRoute::pattern).thenComparing(ApiRoute::method))
            .toList();
  }

  /** All of them, by path and method. */
  public List<ApiRoute> all() {
    return routes;
  }

  private static Stream<ApiRoute> routes(RequestMappingInfo mapping, HandlerMethod handler) {
    Set<String> patterns = mapping.getPatternValues();
    if (patterns.stream().noneMatch(ApiRoutes::isOfTheApi)) {
      return Stream.empty();
    }
    Needs needs = handler.getMethodAnnotation(Needs.class);
    if (needs == null) {
      throw new IllegalStateException(handler + " does not say what it needs (@Needs)");
    }
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    if (methods.isEmpty()) {
      throw new IllegalStateException(handler + " does not say which methods it takes");
    }
    return patterns.stream()
        .flatMap(
            pattern ->
                methods.stream()
                    .map(method -> new ApiRoute(method.name(), pattern, needs.value())));
  }

  private static boolean isOfTheApi(String pattern) {
    return pattern.startsWith("/v1/") || pattern.startsWith("/v2/");
  }
}
