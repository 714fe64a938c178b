package hub.registry.access;

import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.accounts.credential.AuthorizationHeader;
import hub.accounts.credential.AuthorizationHeader.Bearer;
import hub.accounts.credential.AuthorizationHeader.NameAndSecret;
import hub.accounts.credential.AuthorizationHeader.Nothing;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.SignIns;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who comes to the registry: with a bearer token of ours, with a name and a secret, or neither. */
@Component
public class Authentication {

  private final RegistryTokens tokens;
  private final SignIns signIns;

  Authentication(RegistryTokens tokens, SignIns signIns) {
    this.tokens = tokens;
    this.signIns = signIns;
  }

  /**
   * Who makes this request, by what was right a moment ago: whoever asks for a permission next is
   * told there whether it still stands.
   *
   * @param authorization the header's value; null where there is none
   * @throws InvalidToken for a bearer token that is not good
   * @throws BadCredentials for a name and a secret that do not go together
   */
  public Visitor visitor(@Nullable String authorization, Origin origin) {
    return switch (AuthorizationHeader.parse(authorization)) {
      case Nothing _ -> new Visitor(Caller.anonymous(origin), null);
      case NameAndSecret pair -> new Visitor(signIns.recall(pair, origin), null);
      case Bearer bearer -> tokens.verify(bearer.token()).from(origin);
    };
  }

  /**
   * The same for one whose credential has ended: with a name and a secret it is checked anew.
   *
   * @throws InvalidToken for a bearer token, which has ended with what it was made from
   * @throws BadCredentials for a name and a secret that do not go together any more
   */
  public Visitor visitorAnew(@Nullable String authorization, Origin origin) {
    return switch (AuthorizationHeader.parse(authorization)) {
      case Nothing _ -> new Visitor(Caller.anonymous(origin), null);
      case NameAndSecret pair -> new Visitor(signIns.signIn(pair, origin), null);
      case Bearer _ -> throw new InvalidToken("the token has ended with what it was made from");
    };
  }
}
