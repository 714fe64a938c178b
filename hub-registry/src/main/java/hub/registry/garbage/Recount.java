package hub.registry.garbage;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts from the links what each namespace stores, and compares it with what the triggers have
 * kept. The two must be equal; where they are not, that is a defect, which is logged and fixed.
 */
@Component
public class Recount {

  private static final Logger log = LoggerFactory.getLogger(Recount.class);

  /** What it should be beside what it is, where they differ. */
  private static final String DIFFERENCES =
      """
      with truth as (
        select d.namespace_id, sum(b.size) as bytes, count(*) as blobs, sum(d.refs) as refs
        from (select r.namespace_id, l.digest, count(*) as refs
              from repository_blob l join repository r on r.id = l.repository_id
              group by r.namespace_id, l.digest) d
        join blob b on b.digest = d.digest
        group by d.namespace_id
      ), kept as (
        select namespace_id, sum(bytes) as bytes, sum(blobs) as blobs
        from namespace_usage group by namespace_id
      ), counted as (
        select namespace_id, count(*) as blobs, sum(refs) as refs
        from namespace_blob group by namespace_id
      )
      select namespace_id
      from truth full join kept using (namespace_id) full join counted using (namespace_id)
      where coalesce(truth.bytes, 0) <> coalesce(kept.bytes, 0)
         or coalesce(truth.blobs, 0) <> coalesce(kept.blobs, 0)
         or coalesce(truth.blobs, 0) <> coalesce(counted.blobs, 0)
         or coalesce(truth.refs, 0) <> coalesce(counted.refs, 0)
      order by namespace_id
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final StorageRuns runs;

  Recount(JdbcClient jdbc, TransactionTemplate transaction, StorageRuns runs) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.runs = runs;
  }

  /** The ids of the namespaces whose figures were wrong; they are right now. */
  public List<Long> run() {
    Instant started = Instant.now();
    List<Long> wrong = differences();
    if (!wrong.isEmpty()) {
      log.atError()
          .addKeyValue("namespaces", wrong)
          .log("The storage use of namespaces was counted wrong, and is counted anew");
      countAnew();
    }
    runs.record("recount", started, wrong.size(), 0);
    return wrong;
  }

  /** One statement, so it sees one moment. */
  private List<Long> differences() {
    return jdbc.sql(DIFFERENCES).query((row, index) -> row.getLong(1)).list();
  }

  /** Links cannot change meanwhile: this is rare, and takes seconds. */
  private void countAnew() {
    transaction.executeWithoutResult(
        status -> {
          for (String sql :
              List.of(
                  "lock table repository_blob in share row exclusive mode",
                  "delete from namespace_blob",
                  """
                  insert into namespace_blob (namespace_id, digest, refs)
                  select r.namespace_id, l.digest, count(*)
                  from repository_blob l join repository r on r.id = l.repository_id
                  group by r.namespace_id, l.digest
                  """,
                  "delete from namespace_usage",
                  """
                  insert into namespace_usage (namespace_id, slot, bytes, blobs)
                  select u.namespace_id, 0, sum(b.size), count(*)
                  from namespace_blob u join blob b on b.digest = u.digest
                  group by u.namespace_id
                  """)) {
            jdbc.sql(sql).update();
          }
        });
  }
}
