package hub.registry.storage;

import hubtesting.VersityGateway;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;

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
}
