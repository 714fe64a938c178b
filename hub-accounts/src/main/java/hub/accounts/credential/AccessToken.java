package hub.accounts.credential;

import hub.accounts.TokenScope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A secret that a person made for a machine, as a list shows it. The secret itself is shown once,
 * when it is made.
 *
 * @param hint its last four characters, by which people recognise it
 */
public record AccessToken(
    UUID id,
    String label,
    TokenScope scope,
    String hint,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  public boolean isExpired() {
    return expiresAt != null && expiresAt.isBefore(Instant.now());
  }
}
