package hub.web.api;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.CallerClaims;
import hub.accounts.credential.Epochs;
import hub.db.SiteSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/**
 * The short-lived tokens that the Hub's HTTP API hands out for a name and a password. They are
 * signed with a key that all nodes share through the database (HS256).
 */
@Component
public class ApiTokens {

  private static final String AUDIENCE = "hub-api";

  private final Epochs epochs;
  private final NimbusJwtEncoder encoder;
  private final NimbusJwtDecoder decoder;

  ApiTokens(Epochs epochs, SiteSettings settings) {
    this.epochs = epochs;
    var key = new SecretKeySpec(key(settings), "HmacSHA256");
    this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
    this.decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
  }

  /** A token for a caller who is signed in, that reaches as far as what they signed in with. */
  public String issue(Caller caller, Duration life) {
    var account = caller.account();
    if (account == null) {
      throw new IllegalArgumentException("nobody is signed in");
    }
    var now = Instant.now();
    var claims =
        JwtClaimsSet.builder()
            .audience(List.of(AUDIENCE))
            .subject(Long.toString(account.id()))
            .claim("username", account.name())
            .claims(it -> it.putAll(CallerClaims.of(caller)))
            .issuedAt(now)
            .expiresAt(now.plus(life))
            .build();
    var header = JwsHeader.with(MacAlgorithm.HS256).build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }

  /**
   * Who carries this token, as the account is at this moment.
   *
   * @throws BadCredentials where it is not one of ours, has expired, or what it was made from ended
   */
  Caller read(String token, Origin origin) {
    try {
      Jwt jwt = decoder.decode(token);
      if (!List.of(AUDIENCE).equals(jwt.getAudience())) {
        throw new BadCredentials();
      }
      Caller caller = CallerClaims.caller(jwt.getClaims());
      if (caller.isAnonymous()) {
        throw new BadCredentials();
      }
      return epochs.require(caller.from(origin));
    } catch (JwtException e) {
      throw new BadCredentials();
    }
  }

  private static byte[] key(SiteSettings settings) {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    return Base64.getDecoder()
        .decode(settings.findOrMake("api_token_key", Base64.getEncoder().encodeToString(fresh)));
  }
}
