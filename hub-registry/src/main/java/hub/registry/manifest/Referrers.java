package hub.registry.manifest;

import hub.registry.Digest;
import hub.registry.Reference;
import hub.registry.TagName;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The manifests that are about another one: those that name it as their subject, and those that
 * clients without the referrers API have listed in an index under the tag that stands for it.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema">Referrers
 *     tag schema</a>
 */
@Component
public class Referrers {

  /** Fallback tags hold that much of the hash. */
  private static final int TAG_HEX = 64;

  /** The most bytes of a manifest of which five hundred stay in the bounds of a page. */
  private static final int SHORT = 8 * 1024;

  /**
   * Both parts read an index in its order and stop at the limit. Those of the second name no
   * subject: a manifest that names this one is in the first.
   */
  private static final String BOTH_PARTS =
      """
      (select m.digest, m.media_type, m.size, m.artifact_type, m.annotations
       from manifest m
       where m.repository_id = :repository and m.subject = :subject
         and m.digest > :last{type}
       order by m.digest
       limit :limit)
      union all
      (select m.digest, m.media_type, m.size, m.artifact_type, m.annotations
       from tag t
       join manifest_child c
         on c.repository_id = t.repository_id and c.parent = t.digest
       join manifest m
         on m.repository_id = c.repository_id and m.digest = c.child
       where t.repository_id = :repository and t.name = :tag
         and m.subject is null and m.digest > :last{type}
       order by m.digest
       limit :limit)
      order by digest
      limit :limit
      """;

  /** Leaves out what those say that are not short: how much that is in all is not known here. */
  private static final String OF_SHORT_ONES =
      """
      select digest, media_type, size, artifact_type,
             case when size <= :short then annotations end as annotations
      from (%s) both_parts
      order by digest
      """
          .formatted(BOTH_PARTS);

  /** Counting costs a third of what the page does without. */
  private static final String COUNTED =
      """
      select digest, media_type, size, artifact_type, annotations
      from (
        select *, sum(size) over (order by digest rows unbounded preceding) - size as before
        from (%s) both_parts
      ) counted
      where before < :most
      order by digest
      """
          .formatted(BOTH_PARTS);

  private final JdbcClient jdbc;

  Referrers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A manifest that is about another one. */
  public record Referrer(
      StoredManifest manifest, @Nullable String artifactType, @Nullable String annotations) {}

  /**
   * Some of those.
   *
   * @param more whether others come after them
   */
  public record Page(List<Referrer> shown, boolean more) {}

  /**
   * The manifests about this one in the order of their digests, of a type where one is given. At
   * most {@code limit} of them, and so many that what they say stays in bounds; one at least.
   *
   * @param last the digest after which they begin; null for the first
   */
  public Page of(
      long repositoryId,
      Digest subject,
      @Nullable String artifactType,
      @Nullable Digest last,
      int limit) {
    Question question = new Question(repositoryId, subject, artifactType, last, limit + 1);
    List<Referrer> found = answer(OF_SHORT_ONES, question);
    if (isCut(found) || found.stream().anyMatch(it -> it.manifest().size() > SHORT)) {
      found = answer(COUNTED, question);
    }
    boolean more = found.size() > limit || isCut(found);
    return new Page(found.size() > limit ? found.subList(0, limit) : found, more);
  }

  /** Where the bound is reached just at the end, the next page is empty, which does no harm. */
  private static boolean isCut(List<Referrer> found) {
    return found.stream().mapToLong(it -> it.manifest().size()).sum() >= ManifestDocument.MAX_BYTES;
  }

  /** Whether a tag is one that clients without the referrers API keep, and what it stands for. */
  public static boolean isFallbackTag(String tag) {
    return tag.matches("sha(256|512)-[0-9a-f]{64}");
  }

  /** What clients keep beside an image under a tag that names it: signatures and the like. */
  private static final Pattern OF_IMAGE =
      Pattern.compile("sha(256|512)-[0-9a-f]{64}(\\.(sig|att|sbom))?");

  /** Whether a reference names what is about an image, by the tag that clients keep for it. */
  static boolean isOfImage(Reference reference) {
    return reference instanceof TagName tag && OF_IMAGE.matcher(tag.value()).matches();
  }

  /** The tag under which clients without the referrers API list what is about a manifest. */
  public static String fallbackTag(Digest subject) {
    String text = subject.toString();
    int colon = text.indexOf(':');
    return text.substring(0, colon) + "-" + subject.hex().substring(0, TAG_HEX);
  }

  private record Question(
      long repositoryId,
      Digest subject,
      @Nullable String artifactType,
      @Nullable Digest last,
      int limit) {}

  private List<Referrer> answer(String sql, Question question) {
    String type = question.artifactType();
    Digest last = question.last();
    return jdbc.sql(sql.replace("{type}", type == null ? "" : " and m.artifact_type = :type"))
        .param("repository", question.repositoryId())
        .param("subject", question.subject().bytes())
        .param("tag", fallbackTag(question.subject()))
        .param("type", type)
        .param("last", last == null ? new byte[0] : last.bytes())
        .param("limit", question.limit())
        .param("short", SHORT)
        .param("most", ManifestDocument.MAX_BYTES)
        .query(
            (row, index) ->
                new Referrer(
                    new StoredManifest(Digest.of(row.getBytes(1)), row.getString(2), row.getInt(3)),
                    row.getString(4),
                    row.getString(5)))
        .list();
  }
}
