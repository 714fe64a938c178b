package hub.accounts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a change.
 *
 * @param action what was done, as {@code thing.verb}: {@code repository.create}, {@code tag.delete}
 * @param ownerId the account that it is about; null where that is the owner of the repository
 * @param repositoryId null where it is about an account
 * @param repository its name at that moment; empty where it is about an account
 * @param object the part that it is about: a tag, a person, the label of a token; may be empty
 * @param before the fields that were changed, as they were; never a secret
 * @param after the same, as they are now
 */
public record ChangeRecord(
    String action,
    @Nullable Long ownerId,
    @Nullable Long repositoryId,
    String repository,
    String object,
    Map<String, Object> before,
    Map<String, Object> after) {

  /** Of an account. */
  public static ChangeRecord ofAccount(String action, long accountId) {
    return new ChangeRecord(action, accountId, null, "", "", Map.of(), Map.of());
  }

  /** Of a repository. */
  public static ChangeRecord ofRepository(String action, long repositoryId, String name) {
    return new ChangeRecord(action, null, repositoryId, name, "", Map.of(), Map.of());
  }

  /** With the part that it is about. */
  public ChangeRecord object(String part) {
    return new ChangeRecord(action, ownerId, repositoryId, repository, part, before, after);
  }

  /** With what there was not before; null values are left out. */
  public ChangeRecord made(String field, @Nullable Object value) {
    return changed(field, null, value);
  }

  /** With a field that has another value now; what is null, or the same, is left out. */
  public ChangeRecord changed(String field, @Nullable Object from, @Nullable Object to) {
    if (from == null ? to == null : from.equals(to)) {
      return this;
    }
    return new ChangeRecord(
        action,
        ownerId,
        repositoryId,
        repository,
        object,
        with(before, field, from),
        with(after, field, to));
  }

  private static Map<String, Object> with(
      Map<String, Object> fields, String field, @Nullable Object value) {
    if (value == null) {
      return fields;
    }
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return more;
  }
}
