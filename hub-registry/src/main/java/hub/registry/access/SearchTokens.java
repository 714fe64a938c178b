package hub.registry.access;

import hub.accounts.Caller;
import hub.accounts.credential.Epochs;
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
  private final Epochs epochs;

  SearchTokens(RegistryTokens tokens, Epochs epochs) {
    this.tokens = tokens;
    this.epochs = epochs;
  }

  /** Who holds this token; nobody where it is not good, has ended, or is not for searching. */
  public Caller caller(String token) {
    try {
      Visitor visitor = tokens.verify(token);
      return visitor.reachesCatalog()
          ? epochs.standing(visitor.caller()).orElse(Caller.anonymous())
          : Caller.anonymous();
    } catch (InvalidToken e) {
      return Caller.anonymous();
    }
  }
}
