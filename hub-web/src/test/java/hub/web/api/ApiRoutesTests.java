package hub.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ApiRoutesTests {

  /** What somebody may add, and forget something of. */
  static class Handlers {

    @Needs(Access.ADMIN)
    public void guarded() {}

    public void forgotten() {}
  }

  private RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();

  @BeforeEach
  void noRoutes() {
    mapping = new RequestMappingHandlerMapping();
    StaticWebApplicationContext context = new StaticWebApplicationContext();
    context.refresh();
    mapping.setApplicationContext(context);
    mapping.afterPropertiesSet();
  }

  private void add(String pattern, String handler, RequestMethod... methods) throws Exception {
    mapping.registerMapping(
        RequestMappingInfo.paths(pattern)
            .methods(methods)
            .options(mapping.getBuilderConfiguration())
            .build(),
        new Handlers(),
        Handlers.class.getMethod(handler));
  }

  private ApiRoutes routes() {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("mapping", mapping);
    ApiRoutes routes = new ApiRoutes(beans.getBeanProvider(RequestMappingHandlerMapping.class));
    routes.afterSingletonsInstantiated();
    return routes;
  }

  @Test
  void listWhatEachHandlerNeeds() throws Exception {
    add("/v2/things/{thing}", "guarded", RequestMethod.GET, RequestMethod.DELETE);
    add("/things", "forgotten", RequestMethod.GET);

    assertThat(routes().all())
        .containsExactly(
            new ApiRoute("DELETE", "/v2/things/{thing}", Access.ADMIN),
            new ApiRoute("GET", "/v2/things/{thing}", Access.ADMIN));
  }

  @Test
  void doNotStartWithAHandlerThatDoesNotSayWhatItNeeds() throws Exception {
    add("/v2/things", "forgotten", RequestMethod.GET);

    assertThatThrownBy(this::routes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("forgotten")
        .hasMessageContaining("@Needs");
  }

  @Test
  void doNotStartWithAHandlerThatTakesAnyMethod() throws Exception {
    add("/v2/things", "guarded");

    assertThatThrownBy(this::routes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("methods");
  }
}
