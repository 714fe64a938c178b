package hub.registry.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hub.accounts.Caller;
import hub.accounts.credential.AccessTokens;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.SignIns;
import hub.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the Authorization header: a bearer token of ours, or a name and a secret. */
@Component
public class Authentication {

  private final RegistryTokens tokens;
  private final SignIns credentials;
  private final AccessTokens accessTokens;

  /**
   * Those who send name and password with every request pay for hashing it once in a while. Short
   * enough that a changed password is soon felt; by hash, so no password is kept.
   */
  private final Cache<Digest, Caller> signedIn =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(30)).build();

  Authentication(RegistryTokens tokens, SignIns credentials, AccessTokens accessTokens) {
    this.tokens = tokens;
    this.credentials = credentials;
    this.accessTokens = accessTokens;
  }

  /** A name and a secret. */
  public record NameAndSecret(String name, String secret) {

    /** Never the secret. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Who makes this request; nobody in particular where it does not say.
   *
   * @throws InvalidToken for a bearer token that is not good
   * @throws BadCredentials for a name and a secret that do not go together
   */
  public Visitor visitor(@Nullable String authorization, String address) {
    if (authorization == null) {
      return Visitor.ANONYMOUS;
    }
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return tokens.verify(authorization.substring(7).strip());
    }
    return basic(authorization)
        .map(pair -> new Visitor(signIn(pair, address), null))
        .orElse(Visitor.ANONYMOUS);
  }

  /**
   * The name and the secret of a Basic header. Empty where there is no header, or where both are
   * empty, which is how some clients say that they have none.
   *
   * @throws BadCredentials where the header can not be read
   */
  public static Optional<NameAndSecret> basic(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      throw new BadCredentials();
    }
    String decoded;
    try {
      decoded =
          new String(
              Base64.getDecoder().decode(authorization.substring(6).strip()),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadCredentials();
    }
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      throw new BadCredentials();
    }
    return decoded.length() == 1
        ? Optional.empty()
        : Optional.of(new NameAndSecret(decoded.substring(0, colon), decoded.substring(colon + 1)));
  }

  /**
   * Whom a name and a secret belong to; a password that was changed is good for half a minute more,
   * an access token that was revoked is not. Of many requests at once with one password, one hashes
   * it and the others wait for that.
   *
   * @throws BadCredentials where they do not go together
   */
  public Caller signIn(NameAndSecret pair, String address) {
    // With the length, so that no two pairs are written alike.
    String written = pair.name().length() + " " + pair.name() + pair.secret();
    Digest key = Digest.sha256(written.getBytes(StandardCharsets.UTF_8));
    if (AccessTokens.looksLikeOne(pair.secret()) && !accessTokens.isValid(pair.secret())) {
      throw new BadCredentials();
    }
    return signedIn.get(key, it -> credentials.signIn(pair.name(), pair.secret(), address));
  }
}
