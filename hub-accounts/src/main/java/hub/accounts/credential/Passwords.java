package hub.accounts.credential;

import com.nulabinc.zxcvbn.Zxcvbn;
import hub.accounts.Account;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Rates, hashes and compares passwords. Argon2id, which costs 16 MB and some 50 ms each time. */
@Component
public final class Passwords {

  /** Fewest characters. */
  public static final int SHORTEST = 9;

  /** Most characters: enough for any sentence, and a bound to what one request may cost. */
  public static final int LONGEST = 128;

  private static final int ENOUGH = 3;
  private static final int MEASURED = 64;

  private final PasswordEncoder encoder =
      new DelegatingPasswordEncoder(
          "argon2", Map.of("argon2", Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8()));

  private final Zxcvbn zxcvbn = new Zxcvbn();

  /** What is compared where there is no account, so that the answer takes as long. */
  private final String nobodysHash = hash("the password of nobody");

  /** So many at once: a flood of sign-ins must not take all memory. */
  static final int PLACES = 2 * Runtime.getRuntime().availableProcessors();

  private static final Semaphore SLOTS = new Semaphore(PLACES, true);

  /**
   * Rates a password.
   *
   * @param personal what the person's account is called by: names and addresses are weak passwords
   */
  public PasswordStrength rate(String password, List<String> personal) {
    if (password.isEmpty()) {
      return new PasswordStrength(0, PasswordStrength.Fault.EMPTY);
    }
    if (password.length() > LONGEST) {
      return new PasswordStrength(0, PasswordStrength.Fault.TOO_LONG);
    }
    var known = personal.stream().map(it -> it.substring(0, Math.min(it.length(), 254))).toList();
    int score = measure(password, known);
    String prepared = prepared(password);
    if (!prepared.equals(prepared.strip())) {
      return new PasswordStrength(Math.min(score, 1), PasswordStrength.Fault.SPACE_AT_AN_END);
    }
    if (password.codePointCount(0, password.length()) < SHORTEST) {
      return new PasswordStrength(Math.min(score, 1), PasswordStrength.Fault.TOO_SHORT);
    }
    return new PasswordStrength(score, score < ENOUGH ? PasswordStrength.Fault.WEAK : null);
  }

  /**
   * Of its first {@value #MEASURED} characters, since the time grows with a power of the length; in
   * turn with what hashes, since strangers may ask this.
   */
  private int measure(String password, List<String> known) {
    SLOTS.acquireUninterruptibly();
    try {
      return zxcvbn
          .measure(password.substring(0, Math.min(password.length(), MEASURED)), known)
          .getScore();
    } finally {
      SLOTS.release();
    }
  }

  /** Hashes a password that {@link #rate} takes, or throws {@link WeakPassword}. */
  public String hashStrong(String password, List<String> personal) {
    var strength = rate(password, personal);
    if (!strength.isEnough()) {
      throw new WeakPassword(strength);
    }
    return hash(password);
  }

  /** Hashes a password whatever its strength. */
  public String hash(String password) {
    String prepared = prepared(password);
    SLOTS.acquireUninterruptibly();
    try {
      String hash = encoder.encode(prepared);
      if (hash == null) {
        throw new IllegalStateException("no hash");
      }
      return hash;
    } finally {
      SLOTS.release();
    }
  }

  /** Whether this is the account's password; takes the same time where there is no account. */
  public boolean match(String password, @Nullable Account account) {
    String hash = account == null ? null : account.passwordHash();
    String candidate = password.length() > LONGEST ? "" : password;
    String prepared = prepared(candidate);
    String expected = hash == null ? nobodysHash : hash;
    // As it was sent, for what was hashed before there was one form of it.
    boolean right =
        matches(prepared, expected) || !prepared.equals(candidate) && matches(candidate, expected);
    return right && hash != null;
  }

  private boolean matches(String password, String hash) {
    SLOTS.acquireUninterruptibly();
    try {
      return encoder.matches(password, hash);
    } finally {
      SLOTS.release();
    }
  }

  /**
   * The one form of a password, however a keyboard or a client spells it: composed letters, and one
   * kind of space.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8265#section-4.2.1">RFC 8265, OpaqueString</a>
   */
  private static String prepared(String password) {
    StringBuilder text = new StringBuilder(password.length());
    password
        .codePoints()
        .map(it -> Character.getType(it) == Character.SPACE_SEPARATOR ? ' ' : it)
        .forEach(text::appendCodePoint);
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
