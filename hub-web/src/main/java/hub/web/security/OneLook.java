package hub.web.security;

import hub.accounts.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/**
 * Brings a secret from the form that made it to the page that shows it, for one look: whoever loads
 * that page again makes nothing and sees nothing.
 *
 * <p>Meanwhile it waits in the session, which is a row of the database and may lie in its backups.
 * So it is sealed there, with a key made from the form token that only the cookie of this browser
 * holds: neither the row nor the cookie alone opens it, any node can, and nobody after {@link
 * #LIFE}, should the page never be asked for.
 */
@Component
public class OneLook {

  /** How long a secret waits for its page. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final String ATTRIBUTE = "hub.oneLook";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Clock clock;

  OneLook() {
    this(Clock.systemUTC());
  }

  OneLook(Clock clock) {
    this.clock = clock;
  }

  /** Keeps a secret for the next page of this session; one that waits already is gone. */
  public void keep(String secret, HttpServletRequest request) {
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    long end = clock.instant().plus(LIFE).toEpochMilli();
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(request), nonce, end).doFinal(text);
      ByteBuffer kept = ByteBuffer.allocate(Long.BYTES + NONCE + sealed.length);
      kept.putLong(end).put(nonce).put(sealed);
      request
          .getSession()
          .setAttribute(ATTRIBUTE, Base64.getEncoder().encodeToString(kept.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret could not be sealed", e);
    }
  }

  /** The secret that waits, this once; empty where there is none, or it waited too long. */
  public Optional<String> take(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof String kept)) {
      return Optional.empty();
    }
    session.removeAttribute(ATTRIBUTE);
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(kept));
    long end = bytes.getLong();
    if (clock.millis() > end) {
      return Optional.empty();
    }
    byte[] nonce = new byte[NONCE];
    bytes.get(nonce);
    byte[] sealed = new byte[bytes.remaining()];
    bytes.get(sealed);
    try {
      byte[] text = cipher(Cipher.DECRYPT_MODE, key(request), nonce, end).doFinal(sealed);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      // another browser, or one that has signed in anew
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, long end)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(end).flip());
    return cipher;
  }

  /**
   * The form token is 122 random bits, so its hash is a key; the token itself is in no database.
   */
  private static byte[] key(HttpServletRequest request) throws GeneralSecurityException {
    @Nullable CsrfToken token = CsrfTokens.inCookie().loadToken(request);
    if (token == null) {
      throw new GeneralSecurityException("the browser brings no form token");
    }
    return new Secret("one look " + token.getToken()).hash();
  }
}
