package hub.accounts;

import java.util.Locale;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All accounts, people and organisations. */
public interface Accounts extends Repository<Account, Long> {

  Optional<Account> findById(long id);

  /** By exact name; names are lower case. */
  Optional<Account> findByName(String name);

  /**
   * By address, in any case of letters: the account that has confirmed it, else the newest that
   * claims it.
   */
  @Query(
      """
      select a from Account a where lower(a.email) = lower(:email)
      order by a.emailConfirmedAt asc nulls last, a.id desc limit 1
      """)
  Optional<Account> findByEmail(String email);

  /** Whether somebody has proved to own this address. */
  @Query(
      """
      select count(a) > 0 from Account a
      where lower(a.email) = lower(:email) and a.emailConfirmedAt is not null
      """)
  boolean isConfirmed(String email);

  boolean existsByName(String name);

  @Query("select count(a) > 0 from Account a where a.siteAdmin")
  boolean haveSiteAdmin();

  Account save(Account account);

  /**
   * By what people type to sign in: Docker ID or e-mail address, in any case of letters, with
   * spaces around it. Odd input finds nobody.
   */
  default Optional<Account> findByNameOrEmail(String typed) {
    String folded = typed.strip().toLowerCase(Locale.ROOT);
    if (folded.indexOf('@') >= 0) {
      return EmailAddress.isValid(folded) ? findByEmail(folded) : Optional.empty();
    }
    return AccountName.isWellFormed(folded) ? findByName(folded) : Optional.empty();
  }
}
