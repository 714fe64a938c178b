package hub.webhooks;

import hub.db.HubSettings;
import hub.repositories.RepositoryName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Docker Hub's payload, which receivers know, with the digest and the media type that it lacks.
 *
 * @see <a href="https://docs.docker.com/docker-hub/repos/manage/webhooks/">Docker Hub webhooks</a>
 */
@Component
class Payloads {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final HubSettings hub;

  Payloads(JdbcClient jdbc, JsonMapper json, HubSettings hub) {
    this.jdbc = jdbc;
    this.json = json;
    this.hub = hub;
  }

  /**
   * As if {@code latest} had been pushed. Docker Hub has no tests; who knows the field can tell.
   */
  String test(long repositoryId, RepositoryName name, String pusher, Instant at) {
    Map<String, Object> payload = payload(repositoryId, name, "latest", null, null, pusher, at);
    payload.put("test", true);
    return json.writeValueAsString(payload);
  }

  String push(
      long repositoryId,
      RepositoryName name,
      String tag,
      @Nullable String digest,
      @Nullable String mediaType,
      String pusher,
      Instant at) {
    return json.writeValueAsString(payload(repositoryId, name, tag, digest, mediaType, pusher, at));
  }

  private Map<String, Object> payload(
      long repositoryId,
      RepositoryName name,
      String tag,
      @Nullable String digest,
      @Nullable String mediaType,
      String pusher,
      Instant at) {
    Map<String, Object> push = new LinkedHashMap<>();
    push.put("pushed_at", at.getEpochSecond());
    push.put("pusher", pusher);
    push.put("tag", tag);
    push.put("images", List.of());
    if (digest != null) {
      push.put("digest", digest);
    }
    if (mediaType != null) {
      push.put("media_type", mediaType);
    }
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("callback_url", hub.address("/r/" + name + "/webhooks"));
    payload.put("push_data", push);
    payload.put("repository", repository(repositoryId, name));
    return payload;
  }

  private Map<String, Object> repository(long id, RepositoryName name) {
    return jdbc.sql(
            """
            select r.visibility, r.description, r.overview, r.created_at,
                   coalesce(a.stars, 0) as stars
            from repository r left join repository_activity a on a.repository_id = r.id
            where r.id = ?
            """)
        .param(id)
        .query(
            (rs, number) -> {
              Map<String, Object> told = new LinkedHashMap<>();
              told.put("comment_count", 0);
              told.put(
                  "date_created", rs.getObject("created_at", OffsetDateTime.class).toEpochSecond());
              told.put("description", rs.getString("description"));
              told.put("dockerfile", "");
              told.put("full_description", rs.getString("overview"));
              told.put("is_official", name.isOfficial());
              told.put("is_private", "private".equals(rs.getString("visibility")));
              told.put("is_trusted", false);
              told.put("name", name.name());
              told.put("namespace", name.namespace());
              told.put("owner", name.namespace());
              told.put("repo_name", name.toString());
              told.put("repo_url", hub.address("/r/" + name));
              told.put("star_count", rs.getInt("stars"));
              told.put("status", "Active");
              return told;
            })
        .single();
  }
}
