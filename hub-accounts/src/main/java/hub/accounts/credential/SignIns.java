package hub.accounts.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.Reach;
import hub.accounts.Secret;
import hub.accounts.credential.AuthorizationHeader.NameAndSecret;
import hub.accounts.limit.ClientNetwork;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Service;

/**
 * Checks a name and a secret, as {@code docker login}, the API and the sign-in page send them: the
 * secret is a password or an access token.
 */
@Service
public class SignIns {

  private final Accounts accounts;
  private final AccessTokens tokens;
  private final Passwords passwords;
  private final RateLimits limits;
  private final Epochs epochs;

  /**
   * Those who send name and password with every request pay for hashing it once in a while. By
   * hash, so no password is kept; by network too, so that nobody guesses here past the limits what
   * somebody else has just used. Whoever takes one from here asks whether it still stands.
   */
  private final Cache<ByteBuffer, Caller> remembered =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(30)).build();

  SignIns(
      Accounts accounts,
      AccessTokens tokens,
      Passwords passwords,
      RateLimits limits,
      Epochs epochs) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.passwords = passwords;
    this.limits = limits;
    this.epochs = epochs;
  }

  /**
   * Signs in. Of many requests at once with one secret, one hashes it and the others wait for that.
   *
   * @throws BadCredentials where they do not go together, without telling which of them is wrong
   * @throws TooManyAttempts after too many wrong guesses from an address or at an account
   */
  public Caller signIn(NameAndSecret pair, Origin origin) {
    return epochs.standing(recall(pair, origin)).orElseGet(() -> forgetAndCheck(pair, origin));
  }

  /**
   * The same, by what was right within the last 30 seconds: only for a door that asks with its next
   * query whether the credential still stands.
   *
   * @throws BadCredentials where they do not go together
   * @throws TooManyAttempts after too many wrong guesses
   */
  public Caller recall(NameAndSecret pair, Origin origin) {
    return remembered.get(key(pair, origin), _ -> check(pair, origin)).from(origin);
  }

  /** It was right and has ended meanwhile: perhaps it is the new password already. */
  private Caller forgetAndCheck(NameAndSecret pair, Origin origin) {
    remembered.invalidate(key(pair, origin));
    return recall(pair, origin);
  }

  /** With the length, so that no two pairs are written alike. */
  private static ByteBuffer key(NameAndSecret pair, Origin origin) {
    String written =
        ClientNetwork.of(origin.address())
            + " "
            + pair.name().length()
            + " "
            + pair.name()
            + pair.secret();
    return ByteBuffer.wrap(new Secret(written).hash());
  }

  private Caller check(NameAndSecret pair, Origin origin) {
    if (AccessTokens.looksLikeOne(pair.secret())) {
      return checkToken(pair, origin);
    }
    Account account = signInByPassword(pair.name(), pair.secret(), origin.address());
    return Caller.of(
        account, Credential.password(account.passwordEpoch(), origin), Reach.EVERYTHING);
  }

  // Not counted: 178 random bits are not guessed, and nothing slow is done.
  private Caller checkToken(NameAndSecret pair, Origin origin) {
    Caller caller = signInByToken(pair.secret(), origin);
    Account named = accounts.findByNameOrEmail(pair.name()).orElseThrow(BadCredentials::new);
    if (!caller.is(named.id())) {
      throw new BadCredentials();
    }
    return caller;
  }

  /**
   * Signs in by password only: for pages, where a machine's token opens nothing.
   *
   * @throws BadCredentials where they do not go together
   * @throws TooManyAttempts after too many wrong guesses
   */
  public Account signInByPassword(String name, String password, String address) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    String network = ClientNetwork.of(address);
    // Taken before the look and given back after it, so that parallel guesses count too.
    limits.take(Limit.GUESSES_FROM_ADDRESS, network);
    limits.take(Limit.GUESSES_AT_ACCOUNT_FROM_ADDRESS, key + " " + network);
    limits.take(Limit.GUESSES_AT_ACCOUNT, key);
    Account account = accounts.findByNameOrEmail(name).orElse(null);
    if (!passwords.match(password, account) || account == null || account.isSuspended()) {
      throw new BadCredentials();
    }
    limits.giveBack(Limit.GUESSES_FROM_ADDRESS, network);
    limits.giveBack(Limit.GUESSES_AT_ACCOUNT_FROM_ADDRESS, key + " " + network);
    limits.giveBack(Limit.GUESSES_AT_ACCOUNT, key);
    return account;
  }

  /**
   * Who carries this access token, where no name is given with it: for {@code Authorization:
   * Bearer}.
   *
   * @throws BadCredentials where it is no valid token, or its owner's account is suspended
   */
  public Caller signInByToken(String secret, Origin origin) {
    AccessTokens.Owned token = tokens.use(secret).orElseThrow(BadCredentials::new);
    Account owner =
        accounts
            .findById(token.accountId())
            .filter(it -> !it.isSuspended())
            .orElseThrow(BadCredentials::new);
    Epoch epoch = new Epoch(owner.passwordEpoch().account(), token.epoch());
    return Caller.of(
        owner, Credential.accessToken(token.id(), epoch, origin), token.scope().reach());
  }
}
