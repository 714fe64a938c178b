package hub.registry.store.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bucket that keeps the bytes ({@code HUB_S3_…}).
 *
 * @param endpoint address of the service; null means Amazon's in that region
 * @param pathStyle whether the bucket stands in the path, not in the host
 * @param redirect whether clients that pull are sent to the bucket
 * @param redirectExcept networks whose clients are not sent there, separated by commas
 */
@ConfigurationProperties("hub.s3")
public record S3Settings(
    @Nullable URI endpoint,
    @DefaultValue("us-east-1") String region,
    @DefaultValue("") String bucket,
    @DefaultValue("") String accessKey,
    @DefaultValue("") String secretKey,
    @DefaultValue("true") boolean pathStyle,
    @DefaultValue("true") boolean redirect,
    @DefaultValue("") String redirectExcept) {

  /** Without the keys, since records print what they hold. */
  @Override
  public String toString() {
    return "bucket " + bucket + (endpoint == null ? " in " + region : " at " + endpoint);
  }
}
