package hub.web.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells every page who looks at it: {@code viewer}, null where nobody is signed in. */
@ControllerAdvice(annotations = Controller.class)
class ViewerAdvice {

  private final Callers callers;

  ViewerAdvice(Callers callers) {
    this.callers = callers;
  }

  @ModelAttribute("viewer")
  @Nullable ViewerView viewer(HttpServletRequest request) {
    return callers.account(request).map(ViewerView::of).orElse(null);
  }
}
