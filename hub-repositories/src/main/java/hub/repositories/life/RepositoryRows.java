package hub.repositories.life;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The rows of repositories that are no drafts. */
interface RepositoryRows extends org.springframework.data.repository.Repository<Repository, Long> {

  Optional<Repository> findById(long id);

  /** For a change: two people who edit at once take turns, and the later one wins. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select r from Repository r where r.id = :id")
  Optional<Repository> lockById(long id);

  /** So that plain SQL in the same transaction sees what was changed. */
  void flush();
}
