package hub.webhooks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

interface DeliveryRows extends Repository<Delivery, UUID> {

  Delivery save(Delivery delivery);

  Optional<Delivery> findById(UUID id);

  Optional<Delivery> findByIdAndWebhookId(UUID id, UUID webhookId);

  List<Delivery> findByWebhookIdOrderByIdDesc(UUID webhookId, Limit limit);

  List<Delivery> findByWebhookIdAndIdLessThanOrderByIdDesc(UUID webhookId, UUID id, Limit limit);

  /** The newest of each webhook of a repository. */
  @NativeQuery(
      """
      select d.* from webhook w
      cross join lateral (
        select * from delivery where webhook_id = w.id order by id desc limit 1) d
      where w.repository_id = :repositoryId
      """)
  List<Delivery> newest(long repositoryId);

  /**
   * Forgets what is older than the newest few hundred and done. Waits for nobody: who deletes the
   * webhook has some of these rows and waits for the caller's.
   */
  @Modifying
  @NativeQuery(
      """
      delete from delivery where id in (
        select id from delivery
        where webhook_id = :webhookId and state <> 'pending'
          and id <= (select id from delivery where webhook_id = :webhookId
                     order by id desc offset :keep limit 1)
        for update skip locked)
      """)
  void forgetOld(UUID webhookId, int keep);
}
