package hub.db;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The data directory, the server and the pool. Spring closes them in the opposite order, after
 * everything that uses them.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HubSettings.class)
class DatabaseConfiguration {

  @Bean
  DataDirectory dataDirectory(HubSettings settings) {
    return DataDirectory.open(settings.dataDir());
  }

  @Bean
  Database database(HubSettings settings, DataDirectory directory) {
    return Database.open(settings.db(), directory);
  }

  /** No more connections than a small server can really work on; threads wait for one. */
  @Bean
  HikariDataSource dataSource(Database database) {
    var pool = new HikariDataSource();
    pool.setPoolName("hub");
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(16);
    // The driver keeps each notice of a statement, and one may send as many as it reads rows.
    pool.setConnectionInitSql("set client_min_messages = warning");
    pool.setMinimumIdle(2);
    pool.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    pool.setConnectionTimeout(Duration.ofSeconds(15).toMillis());
    return pool;
  }
}
