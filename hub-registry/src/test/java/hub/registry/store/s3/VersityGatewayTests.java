package hub.registry.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.store.BlobStore;
import hubtesting.VersityGateway;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VersityGatewayTests extends S3StoreSpecification {

  private static final String BUCKET = "hub-" + UUID.randomUUID();

  @BeforeAll
  static void aBucket() {
    VersityGateway.get().makeBucket(BUCKET);
  }

  @Override
  S3Settings settings() {
    return new S3Settings(
        VersityGateway.get().endpoint(),
        "us-east-1",
        BUCKET,
        VersityGateway.ACCESS_KEY,
        VersityGateway.SECRET_KEY,
        true,
        true,
        "");
  }

  /** On this server only: the other one has a thread for each who reads, and not so many. */
  @Test
  void letsClientsThatReadSlowlyHoldUpNobody() throws IOException {
    String large = BlobStore.newKey(UUID.randomUUID());
    String key = BlobStore.newKey(UUID.randomUUID());
    byte[] content = content(9 * 1024 * 1024);
    write(large, content);
    var slow = new ArrayList<InputStream>();
    try {
      for (int i = 0; i < 300; i++) {
        InputStream bytes = store().open(large);
        slow.add(bytes);
        assertThat(bytes.read()).isNotNegative();
      }
      write(key, content);
    } finally {
      for (InputStream bytes : slow) {
        bytes.close();
      }
    }

    assertThat(read(store().open(key))).isEqualTo(content);
  }
}
