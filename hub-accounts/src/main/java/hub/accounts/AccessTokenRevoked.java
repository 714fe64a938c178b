package hub.accounts;

import java.util.UUID;

/** An access token was ended: whatever was made from it ends with it. */
public record AccessTokenRevoked(long accountId, UUID tokenId, String label, Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofAccount("token.revoke", accountId)
        .object(label)
        .changed("id", tokenId.toString(), null);
  }
}
