package hub.registry.access;

import hub.accounts.Caller;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;

/**
 * The registry tokens with which Docker's client searches where {@code docker login} has left it a
 * refresh token instead of the password: scope {@code registry:catalog:search}.
 */
@Component
@NamedInterface("search")
public class SearchTokens {

  private final RegistryTokens tokens;

  SearchTokens(RegistryTokens tokens) {
    this.tokens = tokens;
  }

  /** Who holds this token; nobody in particular where it is not good, or not for searching. */
  public Caller caller(String token) {
    try {
      Visitor visitor = tokens.verify(token);
      return visitor.reachesCatalog() ? visitor.caller() : Caller.anonymous();
    } catch (InvalidToken e) {
      return Caller.anonymous();
    }
  }
}
