package hub.web.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Which paths have a page, so that nobody is asked to sign in to see that there is none. */
@Component
class KnownPaths {

  private final ObjectProvider<RequestMappingHandlerMapping> pages;

  /** The pages come late: they need what the security chains are made of. */
  KnownPaths(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> pages) {
    this.pages = pages;
  }

  /** Whether some page answers at this path, with this method or another. */
  boolean contains(HttpServletRequest request) throws IOException {
    if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
      ServletRequestPathUtils.parseAndCache(request);
    }
    try {
      return pages.getObject().getHandler(request) != null;
    } catch (ServletException e) {
      // there is a page, which takes another method or another form of content
      return true;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
