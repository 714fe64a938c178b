package hub.search.index;

import hub.repositories.RepositoryChanged;
import hub.repositories.RepositoryCreated;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps one search entry a repository, in the transaction of what changes the repository; the
 * database removes it with the repository.
 */
@Component
public class SearchIndex {

  private static final String ENTRIES =
      """
      insert into search_entry
        (repository_id, namespace_id, full_name, name, official, public, stars, words)
      select r.id, r.namespace_id, n.name || '/' || r.name, r.name, n.name = 'library',
             r.visibility = 'public', (select count(*) from star where repository_id = r.id),
             search_words(r.name, 'A') || search_words(n.name, 'B')
             || search_words(r.description, 'B') || search_words(r.overview, 'C')
      from repository r join account n on n.id = r.namespace_id
      where not r.draft
      """;

  private final JdbcClient jdbc;

  SearchIndex(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void on(RepositoryCreated event) {
    keep(event.repositoryId());
  }

  @EventListener
  void on(RepositoryChanged event) {
    keep(event.repositoryId());
  }

  /** Stars stay as they are: they are counted where they are given. */
  private void keep(long repositoryId) {
    jdbc.sql(
            ENTRIES
                + """
                and r.id = ?
                on conflict (repository_id) do update
                set public = excluded.public, words = excluded.words
                """)
        .param(repositoryId)
        .update();
  }

  /** Adds what is missing, after a restore from a dump without the index for one. */
  @EventListener(ApplicationReadyEvent.class)
  public void repair() {
    jdbc.sql(
            ENTRIES
                + """
                and not exists (select from search_entry e where e.repository_id = r.id)
                on conflict do nothing
                """)
        .update();
  }
}
