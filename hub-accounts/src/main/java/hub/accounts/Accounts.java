package hub.accounts;

import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All accounts, people and organisations. */
public interface Accounts extends Repository<Account, Long> {

  Optional<Account> findById(long id);

  /** By exact name; names are lower case. */
  Optional<Account> findByName(String name);

  /** By address, in any case of letters. */
  @Query("select a from Account a where lower(a.email) = lower(:email)")
  Optional<Account> findByEmail(String email);

  Account save(Account account);
}
