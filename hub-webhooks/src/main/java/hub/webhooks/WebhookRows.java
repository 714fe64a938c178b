package hub.webhooks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

interface WebhookRows extends Repository<Webhook, UUID> {

  Webhook save(Webhook webhook);

  Optional<Webhook> findById(UUID id);

  Optional<Webhook> findByIdAndRepositoryId(UUID id, long repositoryId);

  List<Webhook> findByRepositoryIdOrderById(long repositoryId);

  /**
   * Those that are called: they are not removed before the caller's transaction ends, so that it
   * can add deliveries.
   */
  @NativeQuery(
      """
      select * from webhook where repository_id = :repositoryId and switched_off_at is null
      order by id for key share
      """)
  List<Webhook> keepAll(long repositoryId);

  /** It is not removed before the caller's transaction ends, so that it can add deliveries. */
  @NativeQuery(
      "select * from webhook where id = :id and repository_id = :repositoryId for key share")
  Optional<Webhook> keep(UUID id, long repositoryId);

  /** Switches it on, as if it had never failed; how many that were off. */
  @Modifying
  @NativeQuery(
      """
      update webhook set failures = 0, failing_since = null, switched_off_at = null
      where id = :id and repository_id = :repositoryId and switched_off_at is not null
      """)
  int switchOn(UUID id, long repositoryId);

  int countByRepositoryId(long repositoryId);

  /** How many it removed: none where it is gone already. */
  @Modifying
  @NativeQuery("delete from webhook where id = :id and repository_id = :repositoryId")
  int remove(UUID id, long repositoryId);
}
