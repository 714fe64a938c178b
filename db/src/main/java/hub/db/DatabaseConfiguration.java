package hub.db;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one data source: an external PostgreSQL where one is named. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HubSettings.class)
class DatabaseConfiguration {

  @Bean
  DataSource dataSource(HubSettings settings) {
    String url = settings.db().url();
    if (url == null) {
      throw new IllegalStateException("HUB_DB_URL is not set.");
    }
    var pool = new HikariDataSource();
    pool.setPoolName("hub");
    pool.setJdbcUrl(url);
    pool.setUsername(settings.db().user());
    pool.setPassword(settings.db().password());
    pool.setMaximumPoolSize(15);
    return pool;
  }
}
