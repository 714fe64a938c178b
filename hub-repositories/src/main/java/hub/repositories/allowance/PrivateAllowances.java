package hub.repositories.allowance;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How many private repositories each namespace has, and how many it may have. */
@Component
public class PrivateAllowances {

  private final JdbcClient jdbc;
  private final AllowanceSettings settings;

  PrivateAllowances(JdbcClient jdbc, AllowanceSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** What the namespace of this account has and may have. */
  public PrivateAllowance of(long namespaceId) {
    int used =
        jdbc.sql(
                """
                select count(*) from repository
                where namespace_id = ? and visibility = 'private' and not draft
                """)
            .param(namespaceId)
            .query(Integer.class)
            .single();
    return new PrivateAllowance(used, settings.freePrivateRepos());
  }

  /** Those who add private repositories to one namespace take turns, so the count is exact. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock(long namespaceId) {
    jdbc.sql("select id from account where id = ? for no key update")
        .param(namespaceId)
        .query(Long.class)
        .single();
  }

  /**
   * Lets one more through; the namespace is locked already.
   *
   * @throws PrivateLimitReached where none fits
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void requireRoom(long namespaceId) {
    PrivateAllowance allowance = of(namespaceId);
    if (!allowance.hasRoom()) {
      throw new PrivateLimitReached(allowance);
    }
  }
}
