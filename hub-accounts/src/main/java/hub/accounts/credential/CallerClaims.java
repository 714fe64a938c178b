package hub.accounts.credential;

import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.Reach;
import hub.accounts.Reach.Action;
import hub.accounts.TokenScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A caller as signed tokens carry it: who signed in, with what, of which epoch, and how far that
 * reaches. The doors sign and check tokens of their own kinds; this they have in common.
 */
public final class CallerClaims {

  private static final String ACCOUNT = "account_id";
  private static final String NAME = "account_name";
  private static final String CONFIRMED = "confirmed";
  private static final String SITE_ADMIN = "site_admin";
  private static final String KIND = "credential";
  private static final String ID = "credential_id";
  private static final String ACCOUNT_EPOCH = "account_epoch";
  private static final String CREDENTIAL_EPOCH = "credential_epoch";
  private static final String REACH = "reaches";

  /** What the version before reads: a scope's name. Nodes are replaced one after the other. */
  private static final String FORMER_REACH = "reach";

  private CallerClaims() {}

  /** The claims of a caller; none of an anonymous one. */
  public static Map<String, Object> of(Caller caller) {
    Caller.Identity account = caller.account();
    if (account == null) {
      return Map.of();
    }
    Credential credential = caller.credential();
    Map<String, Object> claims = new HashMap<>();
    claims.put(ACCOUNT, account.id());
    claims.put(NAME, account.name());
    claims.put(CONFIRMED, account.confirmed());
    claims.put(SITE_ADMIN, account.siteAdmin());
    claims.put(KIND, credential.kind().text());
    if (credential.id() != null) {
      claims.put(ID, credential.id().toString());
    }
    claims.put(ACCOUNT_EPOCH, credential.epoch().account());
    claims.put(CREDENTIAL_EPOCH, credential.epoch().credential());
    claims.put(REACH, caller.reach().texts());
    claims.put(FORMER_REACH, former(caller.reach()).name());
    return claims;
  }

  /**
   * The caller of these claims, as they were signed: whether it still stands, {@link Epochs} tells.
   *
   * @throws BadCredentials where they are not whole, as those of an older version of the hub
   */
  public static Caller caller(Map<String, ? extends @Nullable Object> claims) {
    if (claims.get(ACCOUNT) == null) {
      return Caller.anonymous();
    }
    try {
      Object id = claims.get(ID);
      return new Caller(
          new Caller.Identity(
              number(claims, ACCOUNT).longValue(),
              text(claims, NAME),
              Boolean.TRUE.equals(claims.get(CONFIRMED)),
              Boolean.TRUE.equals(claims.get(SITE_ADMIN))),
          new Credential(
              Credential.Kind.parse(text(claims, KIND)),
              id == null ? null : UUID.fromString(id.toString()),
              new Epoch(
                  number(claims, ACCOUNT_EPOCH).intValue(),
                  number(claims, CREDENTIAL_EPOCH).intValue()),
              Origin.INSIDE),
          Reach.parse(texts(claims)));
    } catch (IllegalArgumentException e) {
      throw new BadCredentials();
    }
  }

  private static TokenScope former(Reach reach) {
    return reach.allows(Action.ADMIN)
        ? TokenScope.ADMIN
        : reach.allows(Action.WRITE) ? TokenScope.WRITE : TokenScope.READ;
  }

  private static Number number(Map<String, ? extends @Nullable Object> claims, String name) {
    if (claims.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("no number: " + name);
  }

  private static String text(Map<String, ? extends @Nullable Object> claims, String name) {
    if (claims.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no text: " + name);
  }

  private static List<String> texts(Map<String, ? extends @Nullable Object> claims) {
    if (claims.get(REACH) instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw new IllegalArgumentException("no list: " + REACH);
  }
}
