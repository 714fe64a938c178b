package hub.accounts.person;

import hub.accounts.Account;
import hub.accounts.AccountName;
import hub.accounts.Accounts;
import hub.accounts.EmailAddress;
import hub.accounts.InvalidAccountName;
import hub.accounts.InvalidEmail;
import hub.accounts.Origin;
import hub.accounts.PrivateFiles;
import hub.accounts.Secret;
import hub.accounts.credential.Passwords;
import hub.accounts.credential.WeakPassword;
import hub.db.HubSettings;
import hub.db.SiteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The link by which whoever can read the hub's start-up lines, or its data directory, makes the
 * first site admin. There is one only while the hub has no admin; it works once.
 */
@Service
public class SetupLink {

  private static final String SETTING = "setup_code";
  private static final int LENGTH = 32;

  private final Accounts accounts;
  private final Admins admins;
  private final Passwords passwords;
  private final HubSettings settings;
  private final SiteSettings siteSettings;
  private final TransactionTemplate transaction;

  SetupLink(
      Accounts accounts,
      Admins admins,
      Passwords passwords,
      HubSettings settings,
      SiteSettings siteSettings,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.admins = admins;
    this.passwords = passwords;
    this.settings = settings;
    this.siteSettings = siteSettings;
    this.transaction = transaction;
  }

  /** The link, where the hub has no admin yet; the same until it is used. */
  public Optional<URI> current() {
    if (accounts.haveSiteAdmin()) {
      remove();
      return Optional.empty();
    }
    return Optional.of(URI.create(settings.address("/setup?code=" + code())));
  }

  /** Whether this code opens the set-up page now. */
  public boolean isOpen(String code) {
    return !accounts.haveSiteAdmin() && isCurrent(code);
  }

  /**
   * Makes the first admin, whose address counts as confirmed, and ends the link.
   *
   * @param address where the request came from
   * @return the admin; empty where the link is wrong or was used
   * @throws InvalidAccountName where the name is malformed or taken
   * @throws InvalidEmail where the address is malformed
   * @throws WeakPassword where the password is too easy to guess
   */
  public Optional<Account> makeAdmin(
      String code, String name, String email, String password, String address) {
    if (!isOpen(code)) {
      return Optional.empty();
    }
    var fault = AccountName.checkForOperator(name);
    if (fault != null) {
      throw new InvalidAccountName(fault);
    }
    EmailAddress.require(email);
    String hash = passwords.hashStrong(password, List.of(name, email));
    Optional<Account> made =
        transaction.execute(
            _ -> {
              // of two who use the link at once, one finds the row
              if (!siteSettings.remove(SETTING, code)) {
                return Optional.empty();
              }
              var admin = admins.make(name, email, hash, Origin.of(address, null));
              if (admin.isEmpty()) {
                throw new InvalidAccountName(AccountName.Fault.TAKEN);
              }
              return admin;
            });
    if (made.isPresent()) {
      remove();
    }
    return made;
  }

  /** The one code of all nodes; also in this node's data directory, for whoever reads that. */
  private String code() {
    try {
      String fresh = Secret.random(LENGTH).text();
      String code = siteSettings.findOrMake(SETTING, fresh);
      if (code.length() != LENGTH) {
        // An earlier version kept its hash, and the code in the directory of one node.
        code = Files.exists(file()) ? Files.readString(file()).strip() : fresh;
        siteSettings.put(SETTING, code);
      }
      Files.createDirectories(settings.dataDir());
      Path part = PrivateFiles.create(settings.dataDir(), ".setup-code");
      Files.writeString(part, code + "\n");
      Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isCurrent(String code) {
    return siteSettings
        .find(SETTING)
        .filter(
            it ->
                MessageDigest.isEqual(
                    it.getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  private void remove() {
    siteSettings.find(SETTING).ifPresent(code -> siteSettings.remove(SETTING, code));
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return settings.dataDir().resolve("setup-code");
  }
}
