package hub.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs out whoever comes with a session that has ended: of an older password, or of an account
 * that was suspended or is gone. What is the same for all is given without a look.
 */
class EndedSessionFilter extends OncePerRequestFilter {

  private final Callers callers;
  private final RequestMatcher sameForAll;

  EndedSessionFilter(Callers callers, String... sameForAll) {
    this.callers = callers;
    this.sameForAll =
        new OrRequestMatcher(
            Arrays.stream(sameForAll)
                .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
                .toList());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return sameForAll.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (SecurityContextHolder.getContext().getAuthentication() != null
        && callers.account(request).isEmpty()) {
      HttpSession session = request.getSession(false);
      if (session != null) {
        session.invalidate();
      }
      SecurityContextHolder.clearContext();
    }
    chain.doFilter(request, response);
  }
}
