package hub.registry.garbage;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks through all rows for garbage that is no candidate. There should be none, as triggers make
 * candidates; without this, one that they missed would stay for ever.
 */
@Component
public class Audit {

  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  private static final String[] STRAYS = {
    """
    insert into gc_candidate (kind, repository_id, digest, free_at)
    select 'link', l.repository_id, l.digest, l.lease_until
    from repository_blob l
    where l.lease_until < now()
      and not exists (select from manifest_blob m
                      where m.repository_id = l.repository_id and m.blob_digest = l.digest)
      and not exists (select from gc_candidate c
                      where c.digest = l.digest and c.repository_id = l.repository_id
                        and c.kind = 'link')
    """,
    """
    insert into gc_candidate (kind, digest, free_at)
    select 'blob', b.digest, now()
    from blob b
    where not exists (select from repository_blob l where l.digest = b.digest)
      and not exists (select from gc_candidate c where c.digest = b.digest and c.kind = 'blob')
    """,
    """
    insert into gc_candidate (kind, repository_id, digest, free_at)
    select 'manifest', m.repository_id, m.digest, now()
    from manifest m
    where not exists (select from tag t
                      where t.repository_id = m.repository_id and t.digest = m.digest)
      and not exists (select from manifest_child i
                      where i.repository_id = m.repository_id and i.child = m.digest)
      and not exists (select from manifest s
                      where s.repository_id = m.repository_id and s.digest = m.subject)
      and not exists (select from gc_candidate c
                      where c.digest = m.digest and c.repository_id = m.repository_id
                        and c.kind = 'manifest')
    """
  };

  private final JdbcClient jdbc;
  private final StorageRuns runs;

  Audit(JdbcClient jdbc, StorageRuns runs) {
    this.jdbc = jdbc;
    this.runs = runs;
  }

  /** How many strays are candidates now. */
  public int run() {
    Instant started = Instant.now();
    int strays = 0;
    for (String sql : STRAYS) {
      strays += jdbc.sql(sql).update();
    }
    runs.record("audit", started, strays, 0);
    if (strays > 0) {
      log.atWarn().addKeyValue("strays", strays).log("Garbage was found that was no candidate");
    }
    return strays;
  }
}
