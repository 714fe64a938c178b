package hub.registry.store.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** One bucket, the client that talks to it, and what its failures become. */
final class S3Connection implements AutoCloseable {

  /**
   * Opened as they are needed. Where clients are not sent to the store, each that reads slowly has
   * one for as long as it reads: more than the web server lets in, so that some are left.
   */
  private static final int CONNECTIONS = 10_000;

  /**
   * How many parts are sent, copied or put together at once; the other connections are for all
   * else.
   */
  private static final int TURNS = 64;

  private final String bucket;
  private final S3Client client;
  private final S3Presigner presigner;
  private final Semaphore turns = new Semaphore(TURNS);

  S3Connection(S3Settings settings) {
    this.bucket = settings.bucket();
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    Region region = Region.of(settings.region());
    S3Configuration configuration =
        S3Configuration.builder()
            .pathStyleAccessEnabled(settings.pathStyle())
            .chunkedEncodingEnabled(false)
            .build();
    S3ClientBuilder clients =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(configuration)
            // Not all stores know the checksums that the SDK would add by itself.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(60)));
    S3Presigner.Builder presigners =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(configuration);
    if (settings.endpoint() != null) {
      clients.endpointOverride(settings.endpoint());
      presigners.endpointOverride(settings.endpoint());
    }
    this.client = clients.build();
    this.presigner = presigners.build();
  }

  /** For a request; see {@link #call} and {@link #inTurn}. */
  S3Client client() {
    return client;
  }

  String bucket() {
    return bucket;
  }

  /** An address at which anybody may fetch this object for so long. */
  URI presign(String key, Duration lifetime) {
    return URI.create(
        presigner
            .presignGetObject(
                request ->
                    request
                        .signatureDuration(lifetime)
                        .getObjectRequest(object -> object.bucket(bucket).key(key)))
            .url()
            .toString());
  }

  /**
   * For requests that take long. Too many at once would have to wait for a connection, which the
   * client does for some seconds only.
   */
  <T> T inTurn(Supplier<T> request) {
    turns.acquireUninterruptibly();
    try {
      return request.get();
    } finally {
      turns.release();
    }
  }

  /**
   * @throws IOException where the store refuses, or does not answer
   */
  static <T> T call(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  static IOException failure(SdkException e) {
    return new IOException("the store says: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }
}
