package hub.registry.browse;

import hub.registry.Digest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an image says of itself by the <a
 * href="https://github.com/opencontainers/image-spec/blob/main/annotations.md">names of the image
 * specification</a>, in its labels or the annotations of its manifest. Whoever pushed it wrote
 * these; nothing of it is checked.
 */
@Component
public class ImageLabels {

  private static final String PREFIX = "org.opencontainers.image.";

  private static final String[] NAMES = {
    "source", "url", "documentation", "licenses", "version", "revision", "vendor"
  };

  /** Longer ones are no names and no addresses. */
  private static final int LONGEST = 500;

  private final JdbcClient jdbc;

  ImageLabels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * By the name without what all of them begin with: {@code source}.
   *
   * @param digests of an index and one of its images; labels of an image come before annotations
   */
  public Map<String, String> of(long repositoryId, Collection<String> digests) {
    Map<String, String> labels = new LinkedHashMap<>();
    jdbc.sql(
            """
            select n.name, left(l.value, :longest + 1) as value
            from unnest(:names::text[]) with ordinality n(name, place)
            cross join lateral (
              select coalesce(m.about -> 'labels' ->> (:prefix || n.name),
                              m.annotations ->> (:prefix || n.name)) as value,
                     m.about -> 'labels' ->> (:prefix || n.name) is not null as labelled
              from manifest m
              where m.repository_id = :repository and m.digest = any(:digests)
            ) l
            where l.value <> ''
            order by n.place, l.labelled desc
            """)
        .param("names", NAMES)
        .param("prefix", PREFIX)
        .param("longest", LONGEST)
        .param("repository", repositoryId)
        .param("digests", Digest.bytesOf(digests.stream().distinct().map(Digest::parse).toList()))
        .query(
            row -> {
              String value = row.getString("value");
              if (value.length() <= LONGEST) {
                labels.putIfAbsent(row.getString("name"), value);
              }
            });
    return labels;
  }
}
