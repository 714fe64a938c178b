package hub.accounts.credential;

import com.nulabinc.zxcvbn.Zxcvbn;
import hub.accounts.Account;
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

  private final PasswordEncoder encoder =
      new DelegatingPasswordEncoder(
          "argon2", Map.of("argon2", Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8()));

  private final Zxcvbn zxcvbn = new Zxcvbn();

  /** What is compared where there is no account, so that the answer takes as long. */
  private final String nobodysHash = hash("the password of nobody");

  /** So many at once: a flood of sign-ins must not take all memory. */
  private static final Semaphore SLOTS =
      new Semaphore(2 * Runtime.getRuntime().availableProcessors());

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
    int score = zxcvbn.measure(password, known).getScore();
    if (password.codePointCount(0, password.length()) < SHORTEST) {
      return new PasswordStrength(Math.min(score, 1), PasswordStrength.Fault.TOO_SHORT);
    }
    return new PasswordStrength(score, score < ENOUGH ? PasswordStrength.Fault.WEAK : null);
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
    SLOTS.acquireUninterruptibly();
    try {
      String hash = encoder.encode(password);
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
    SLOTS.acquireUninterruptibly();
    try {
      return encoder.matches(candidate, hash == null ? nobodysHash : hash) && hash != null;
    } finally {
      SLOTS.release();
    }
  }
}
