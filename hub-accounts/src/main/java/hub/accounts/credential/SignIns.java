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
import hub.accounts.limit.TooManyAttempts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Checks a name and a secret, as {@code docker login}, the API and the sign-in page send them: the
 * secret is a password or an access token.
 */
@Service
public class SignIns {

  /** Of this node and start only: what is kept in memory cannot be looked up in a table. */
  private static final String SALT = Secret.random(32).text();

  private final Accounts accounts;
  private final AccessTokens tokens;
  private final Passwords passwords;
  private final GuessLimits limits;
  private final KnownNetworks networks;
  private final Epochs epochs;

  /**
   * Those who send name and password with every request pay for hashing it once in a while. By
   * hash, so no password is kept; by network too, so that nobody guesses here past the limits what
   * somebody else has just used. Whoever takes one from here asks whether it still stands.
   */
  private final Cache<ByteBuffer, Caller> remembered =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(30)).build();

  /**
   * What was wrong, for as long as it is sent: a client that has stored an old password makes one
   * guess, however often it asks. With the account's epoch, since a new password may be that one.
   */
  private final Cache<ByteBuffer, Boolean> wrong =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofMinutes(15)).build();

  private final OnceAtATime<ByteBuffer, Caller> checks = new OnceAtATime<>();
  private final NetworkTurns turns = new NetworkTurns();

  SignIns(
      Accounts accounts,
      AccessTokens tokens,
      Passwords passwords,
      GuessLimits limits,
      KnownNetworks networks,
      Epochs epochs) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.passwords = passwords;
    this.limits = limits;
    this.networks = networks;
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
    ByteBuffer key = key(ClientNetwork.of(origin.address()), pair.name(), pair.secret());
    Caller known = remembered.getIfPresent(key);
    if (known == null) {
      known = checks.get(key, () -> checkAndRemember(key, pair, origin));
    }
    return known.from(origin);
  }

  private Caller checkAndRemember(ByteBuffer key, NameAndSecret pair, Origin origin) {
    Caller meanwhile = remembered.getIfPresent(key);
    if (meanwhile != null) {
      return meanwhile;
    }
    Caller caller = check(pair, origin);
    remembered.put(key, caller);
    return caller;
  }

  /** It was right and has ended meanwhile: perhaps it is the new password already. */
  private Caller forgetAndCheck(NameAndSecret pair, Origin origin) {
    remembered.invalidate(key(ClientNetwork.of(origin.address()), pair.name(), pair.secret()));
    return recall(pair, origin);
  }

  /** A hash of words; with their lengths, so that no two lists are written alike. */
  private static ByteBuffer key(String... words) {
    StringBuilder written = new StringBuilder(SALT);
    for (String word : words) {
      written.append(' ').append(word.length()).append(' ').append(word);
    }
    return ByteBuffer.wrap(new Secret(written.toString()).hash());
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
    String network = ClientNetwork.of(address);
    Account account = accounts.findByNameOrEmail(name).orElse(null);
    // By its name, so that name and address are not two accounts to guess at.
    String called = account == null ? name.strip().toLowerCase(Locale.ROOT) : account.name();
    String epoch = account == null ? "" : account.passwordEpoch().text();
    ByteBuffer guess = key(network, called, epoch, password);
    if (wrong.getIfPresent(guess) != null) {
      throw new BadCredentials();
    }
    // Looked at and counted within the turn: of parallel guesses only as many pass as have one.
    return turns.take(network, () -> compare(called, password, account, network, guess));
  }

  private Account compare(
      String called, String password, @Nullable Account account, String network, ByteBuffer guess) {
    if (wrong.getIfPresent(guess) != null) {
      throw new BadCredentials();
    }
    limits.require(called, account, network);
    boolean right = passwords.match(password, account);
    if (right && account != null && !account.isSuspended()) {
      networks.note(account.id(), network);
      return account;
    }
    limits.count(called, network);
    if (!right) {
      wrong.put(guess, true);
    }
    throw new BadCredentials();
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
