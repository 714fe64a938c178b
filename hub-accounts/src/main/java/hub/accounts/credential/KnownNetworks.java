package hub.accounts.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * From where an account has signed in by password: there it is asked to wait only for guesses that
 * were made at this very account and from there, whatever strangers or neighbours do.
 */
@Component
class KnownNetworks {

  /** An account keeps its newest; more than a person who travels uses within {@link #KEPT}. */
  private static final int MOST = 100;

  private static final Duration KEPT = Duration.ofDays(90);

  private final JdbcClient jdbc;

  /** What was noted within the last hour need not be written again. */
  private final Cache<String, Boolean> noted =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  KnownNetworks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the account has signed in from there within 90 days. One look by the primary key. */
  boolean knows(long accountId, String network) {
    return jdbc.sql(
            """
            select exists (select from sign_in_network
                           where account_id = ? and network = ? and last_at > now() - ?::interval)
            """)
        .param(accountId)
        .param(network)
        .param(KEPT.toString())
        .query(Boolean.class)
        .single();
  }

  /** Notes a sign-in; written at most once an hour and node. */
  void note(long accountId, String network) {
    String key = accountId + " " + network;
    if (noted.getIfPresent(key) != null) {
      return;
    }
    jdbc.sql(
            """
            insert into sign_in_network (account_id, network) values (?, ?)
            on conflict (account_id, network) do update set last_at = now()
            """)
        .param(accountId)
        .param(network)
        .update();
    jdbc.sql(
            """
            delete from sign_in_network
            where account_id = :account
              and (last_at < now() - :kept::interval
                or network in (select network from sign_in_network where account_id = :account
                               order by last_at desc, network offset :most))
            """)
        .param("account", accountId)
        .param("kept", KEPT.toString())
        .param("most", MOST)
        .update();
    noted.put(key, true);
  }
}
