package hub.webhooks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface WebhookRows extends Repository<Webhook, UUID> {

  Webhook save(Webhook webhook);

  Optional<Webhook> findById(UUID id);

  Optional<Webhook> findByIdAndRepositoryId(UUID id, long repositoryId);

  List<Webhook> findByRepositoryIdOrderById(long repositoryId);

  int countByRepositoryId(long repositoryId);

  void delete(Webhook webhook);
}
