package hub.registry.protocol;

import hub.accounts.limit.Network;
import hub.registry.store.BlobStore;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Sends clients that can reach the store there for the bytes. */
@Component
class Redirects {

  /** Shorter than what is deleted stays: an address that was given out serves to its end. */
  private static final Duration LIFETIME = Duration.ofMinutes(20);

  private final BlobStore store;
  private final List<Network> except;

  /**
   * @param except networks whose clients get the bytes from us, separated by commas ({@code
   *     HUB_S3_REDIRECT_EXCEPT})
   */
  Redirects(BlobStore store, @Value("${hub.s3.redirect-except:}") String except) {
    this.store = store;
    this.except =
        Arrays.stream(except.split(","))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Network::parse)
            .toList();
  }

  /** Where a client at this address fetches a key; empty where from us. */
  Optional<URI> of(String storageKey, String clientAddress) {
    if (except.stream().anyMatch(network -> network.contains(clientAddress))) {
      return Optional.empty();
    }
    return store.presign(storageKey, LIFETIME);
  }
}
