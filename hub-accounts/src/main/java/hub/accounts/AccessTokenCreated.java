package hub.accounts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An access token was made.
 *
 * @param expiresAt null where it never ends by itself
 */
public record AccessTokenCreated(
    long accountId,
    UUID tokenId,
    String label,
    TokenScope scope,
    @Nullable Instant expiresAt,
    Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofAccount("token.create", accountId)
        .object(label)
        .made("id", tokenId.toString())
        .made("scope", scope.text())
        .made("expires_at", expiresAt == null ? null : expiresAt.toString());
  }
}
