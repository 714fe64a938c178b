package hub.repositories;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;

/**
 * Its description, overview or visibility has changed. Published in the transaction that does it.
 *
 * @param before as it was
 * @param after as it is now, of the same name
 */
public record RepositoryChanged(RepositoryDetail before, RepositoryDetail after, Actor actor)
    implements Change {

  public long repositoryId() {
    return after.id();
  }

  public RepositoryName name() {
    return after.name();
  }

  /** Of an overview only its length: it is long, and stands on the page. */
  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("repository.change", repositoryId(), name().toString())
        .changed("visibility", before.visibility().text(), after.visibility().text())
        .changed("description", before.description(), after.description())
        .changed(
            "overview_characters",
            before.overview().equals(after.overview()) ? null : before.overview().length(),
            before.overview().equals(after.overview()) ? null : after.overview().length());
  }
}
