package hub.registry.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import hub.accounts.Caller;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.CallerClaims;
import hub.db.HubSettings;
import hub.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Registry tokens: what {@code /token} answers and the door reads. ES256, five minutes. They narrow
 * what a caller may do and never widen it: the door asks for the permission of the moment, too.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/jwt/">Token
 *     implementation</a>
 */
@Component
public class RegistryTokens {

  /** How long a token is good for. */
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  private final SigningKeys keys;
  private final String issuer;
  private final String audience;

  /** By the hash of the token, so a hot token costs no signature check and is not kept. */
  private final Cache<Digest, Verified> verified =
      Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(LIFETIME).build();

  private record Verified(Visitor visitor, Instant expiresAt) {}

  /** A token as it is handed out. */
  public record Issued(String token, Instant issuedAt, Duration lifetime) {}

  RegistryTokens(SigningKeys keys, HubSettings hub) {
    this.keys = keys;
    this.issuer = hub.url().toString();
    this.audience = hub.registryHost();
  }

  /** The name of this registry, as challenges and tokens give it. */
  public String service() {
    return audience;
  }

  /** Signs a token for these scopes, which must be granted already. */
  public Issued issue(Caller caller, List<Scope> granted) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(caller.account() == null ? "" : caller.account().name())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .claim("access", granted.stream().map(RegistryTokens::asClaim).toList());
    CallerClaims.of(caller).forEach(claims::claim);
    ECKey key = keys.current();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            claims.build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return new Issued(jwt.serialize(), now, LIFETIME);
  }

  /**
   * Who holds this token, and what it was made for.
   *
   * @throws InvalidToken where it is not ours, was changed, or has expired
   */
  public Visitor verify(String token) {
    Digest hash = Digest.sha256(token.getBytes(StandardCharsets.UTF_8));
    Verified known = verified.getIfPresent(hash);
    if (known == null) {
      known = check(token);
      verified.put(hash, known);
    }
    if (known.expiresAt().isBefore(Instant.now())) {
      throw new InvalidToken("the token has expired");
    }
    return known.visitor();
  }

  private Verified check(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String keyId = jwt.getHeader().getKeyID();
      if (keyId == null || !JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())) {
        throw new InvalidToken("the token is not one of this registry");
      }
      ECKey key =
          keys.find(keyId)
              .orElseThrow(() -> new InvalidToken("the token is not one of this registry"));
      if (!jwt.verify(new ECDSAVerifier(key.toECPublicKey()))) {
        throw new InvalidToken("the token was changed");
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Instant now = Instant.now();
      if (!issuer.equals(claims.getIssuer()) || !claims.getAudience().contains(audience)) {
        throw new InvalidToken("the token is for another registry");
      }
      if (claims.getNotBeforeTime().toInstant().minus(CLOCK_SKEW).isAfter(now)) {
        throw new InvalidToken("the token is not valid yet");
      }
      return new Verified(
          new Visitor(CallerClaims.caller(claims.getClaims()), scopes(claims)),
          claims.getExpirationTime().toInstant());
    } catch (ParseException | JOSEException | BadCredentials e) {
      // Also one that an older version of the hub has made: the client asks for another.
      throw new InvalidToken("the token cannot be read");
    }
  }

  private static List<Scope> scopes(JWTClaimsSet claims) throws ParseException {
    List<Scope> scopes = new ArrayList<>();
    List<Object> access = claims.getListClaim("access");
    for (Object entry : access == null ? List.of() : access) {
      if (entry instanceof Map<?, ?> map && map.get("actions") instanceof List<?> actions) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        actions.forEach(action -> names.add(String.valueOf(action)));
        scopes.add(
            new Scope(String.valueOf(map.get("type")), String.valueOf(map.get("name")), names));
      }
    }
    return scopes;
  }

  private static Map<String, Object> asClaim(Scope scope) {
    return Map.of(
        "type", scope.type(), "name", scope.name(), "actions", List.copyOf(scope.actions()));
  }
}
