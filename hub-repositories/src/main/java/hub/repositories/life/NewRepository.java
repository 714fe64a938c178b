package hub.repositories.life;

import hub.repositories.InvalidRepositoryName;
import hub.repositories.PlainText;
import hub.repositories.RepositoryName;
import hub.repositories.TextTooLong;
import hub.repositories.Visibility;

/** What a person says of a repository to be. */
public record NewRepository(RepositoryName name, String description, Visibility visibility) {

  /**
   * Reads the fields of a form.
   *
   * @throws InvalidRepositoryName where namespace and name cannot name one
   * @throws TextTooLong where the description has more than 100 characters
   */
  public NewRepository(String namespace, String name, String description, Visibility visibility) {
    this(new RepositoryName(namespace, name), description, visibility);
  }

  public NewRepository {
    description = PlainText.line("description", description, Repository.MAX_DESCRIPTION);
  }
}
