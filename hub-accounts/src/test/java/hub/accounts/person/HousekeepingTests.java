package hub.accounts.person;

import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hubtesting.FreshDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@FreshDatabase
class HousekeepingTests {

  @Autowired private RateLimits limits;
  @Autowired private JdbcClient jdbc;

  @Test
  void keepsCountsUntilTheyHaveNoUse() {
    limits.take(Limit.GUESSES_FROM_ADDRESS, "192.0.2.1");
    assertThat(counted()).isPositive();

    Housekeeping.sweep(jdbc);
    assertThat(counted()).isPositive();

    jdbc.sql("update rate_limit set expires_at = expires_at - 3 * 3600 * 1000").update();
    Housekeeping.sweep(jdbc);
    assertThat(counted()).isZero();
  }

  private long counted() {
    return jdbc.sql("select count(*) from rate_limit").query(Long.class).single();
  }
}
