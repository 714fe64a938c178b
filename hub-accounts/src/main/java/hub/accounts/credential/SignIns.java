package hub.accounts.credential;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.limit.ClientNetwork;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import java.util.Locale;
import org.springframework.stereotype.Service;

/**
 * Checks a name and a secret, as `docker login`, the API and the sign-in page send them: the secret
 * is a password or an access token.
 */
@Service
public class SignIns {

  private final Accounts accounts;
  private final AccessTokens tokens;
  private final Passwords passwords;
  private final RateLimits limits;

  SignIns(Accounts accounts, AccessTokens tokens, Passwords passwords, RateLimits limits) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.passwords = passwords;
    this.limits = limits;
  }

  /**
   * Signs in.
   *
   * @param name Docker ID or e-mail address; upper case is folded
   * @param secret password or access token
   * @param address where the request came from, for counting what was guessed
   * @throws BadCredentials where they do not go together, without telling which of them is wrong
   * @throws TooManyAttempts after too many wrong guesses from an address or at an account
   */
  public Caller signIn(String name, String secret, String address) {
    return AccessTokens.looksLikeOne(secret)
        ? signInByToken(name, secret)
        : Caller.of(signInByPassword(name, secret, address));
  }

  /**
   * Signs in by password only: for pages, where a machine's token opens nothing.
   *
   * @throws BadCredentials where they do not go together
   * @throws TooManyAttempts after too many wrong guesses
   */
  public Account signInByPassword(String name, String password, String address) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    String place = ClientNetwork.of(address);
    // Taken before the look and given back after it, so that parallel guesses count too.
    limits.take(Limit.GUESSES_FROM_ADDRESS, place);
    limits.take(Limit.GUESSES_AT_ACCOUNT_FROM_ADDRESS, key + " " + place);
    limits.take(Limit.GUESSES_AT_ACCOUNT, key);
    var account = accounts.findByNameOrEmail(name).orElse(null);
    if (!passwords.match(password, account) || account == null) {
      throw new BadCredentials();
    }
    limits.giveBack(Limit.GUESSES_FROM_ADDRESS, place);
    limits.giveBack(Limit.GUESSES_AT_ACCOUNT_FROM_ADDRESS, key + " " + place);
    limits.giveBack(Limit.GUESSES_AT_ACCOUNT, key);
    return account;
  }

  /**
   * Who carries this access token, where no name is given with it: for `Authorization: Bearer`.
   *
   * @throws BadCredentials where it is no valid token
   */
  public Caller signInByToken(String secret) {
    var token = tokens.use(secret).orElseThrow(BadCredentials::new);
    var owner = accounts.findById(token.accountId()).orElseThrow(BadCredentials::new);
    return Caller.of(owner, token.scope());
  }

  // Not counted: 178 random bits are not guessed, and nothing slow is done.
  private Caller signInByToken(String name, String secret) {
    var caller = signInByToken(secret);
    var named = accounts.findByNameOrEmail(name).orElseThrow(BadCredentials::new);
    if (!caller.is(named.id())) {
      throw new BadCredentials();
    }
    return caller;
  }
}
