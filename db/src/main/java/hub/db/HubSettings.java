package hub.db;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What every module may know of the place the hub runs in.
 *
 * @param url the public address, without a slash at its end; what clients type stands in its host
 * @param dataDir the directory that holds all that is kept: database, blobs, outbox
 * @param db where an external PostgreSQL is; without it the embedded one runs in {@code dataDir}
 */
@ConfigurationProperties("hub")
public record HubSettings(
    @DefaultValue("http://localhost:8080") URI url,
    @DefaultValue("hub-data") Path dataDir,
    @DefaultValue Db db) {

  /** The host, with the port where it is not the scheme's own, as it stands in image names. */
  public String registryHost() {
    int port = url.getPort();
    boolean standard =
        port == -1
            || (port == 443 && "https".equals(url.getScheme()))
            || (port == 80 && "http".equals(url.getScheme()));
    return standard ? url.getHost() : url.getHost() + ":" + port;
  }

  /** An absolute address on this hub for a path that begins with a slash. */
  public String address(String path) {
    return url + path;
  }

  /**
   * An external PostgreSQL.
   *
   * @param url JDBC URL; null means the embedded one
   */
  public record Db(@Nullable String url, @Nullable String user, @Nullable String password) {}
}
