package hub.registry.protocol;

import hub.registry.Condition;
import hub.registry.Digest;
import hub.registry.InvalidTagName;
import hub.registry.ManifestUnknown;
import hub.registry.Reference;
import hub.registry.TagName;
import hub.registry.blob.DigestMismatch;
import hub.registry.manifest.ManifestDeletion;
import hub.registry.manifest.ManifestDocument;
import hub.registry.manifest.ManifestPush;
import hub.registry.manifest.Manifests;
import hub.registry.manifest.PullCounts;
import hub.registry.manifest.Referrers;
import hub.registry.manifest.StoredManifest;
import hub.registry.tag.Tags;
import hub.repositories.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Serves and takes manifests. The type they were pushed with is served, whatever is accepted. */
@Component
class ManifestHandlers {

  private static final Logger log = LoggerFactory.getLogger(ManifestHandlers.class);

  /** Tags that one push may move. */
  private static final int MOST_TAGS = 100;

  private final ManifestBodies bodies;
  private final Manifests manifests;
  private final ManifestPush push;
  private final ManifestDeletion deletion;
  private final Tags tags;
  private final PullCounts pulls;
  private final PullGate gate;

  ManifestHandlers(
      ManifestBodies bodies,
      Manifests manifests,
      ManifestPush push,
      ManifestDeletion deletion,
      Tags tags,
      PullCounts pulls,
      PullGate gate) {
    this.bodies = bodies;
    this.manifests = manifests;
    this.push = push;
    this.deletion = deletion;
    this.tags = tags;
    this.pulls = pulls;
    this.gate = gate;
  }

  /** The cheap question whether a tag has moved; no pull. */
  void head(Granted granted, RegistryRequest request, HttpServletResponse response) {
    Reference reference = reference(request);
    StoredManifest manifest =
        manifests
            .find(granted.repository().id(), reference)
            .orElseThrow(() -> new ManifestUnknown(reference));
    // As for blobs: a client that is told that it is here may rely on it.
    if (reference instanceof Digest digest && !manifests.renew(granted.repository().id(), digest)) {
      throw new ManifestUnknown(reference);
    }
    describe(granted, reference, manifest, response);
    gate.look(granted, request, response);
    if (Etag.matches(request, manifest.digest())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentLength(manifest.size());
  }

  void get(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    Reference reference = reference(request);
    long repositoryId = granted.repository().id();
    Manifests.Content content =
        manifests
            .content(repositoryId, reference)
            .orElseThrow(() -> new ManifestUnknown(reference));
    StoredManifest manifest = content.manifest();
    describe(granted, reference, manifest, response);
    if (Etag.matches(request, manifest.digest())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    String client = client(granted, request);
    if (pulls.begins(repositoryId, reference, content, granted.caller().accountId(), client)) {
      gate.take(granted, request, response);
      pulls.count(repositoryId, reference, manifest, client);
    }
    response.setContentLength(content.body().length);
    response.getOutputStream().write(content.body());
  }

  void put(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    long started = System.nanoTime();
    Reference reference = Reference.parse(request.last());
    bodies.read(request, body -> put(granted, request, response, reference, body, started));
  }

  private void put(
      Granted granted,
      RegistryRequest request,
      HttpServletResponse response,
      Reference reference,
      byte[] body,
      long started) {
    ManifestDocument document = ManifestDocument.parse(body, contentType(request));
    Digest digest =
        switch (reference) {
          case Digest named -> {
            if (!named.matches(body)) {
              throw new DigestMismatch(named, Digest.sha256(body));
            }
            yield named;
          }
          case TagName tag -> Digest.sha256(body);
        };
    List<TagName> tags =
        reference instanceof TagName name ? List.of(name) : tags(request.queryAll("tag"));
    List<Digest> missing =
        push.push(
            granted.caller(),
            granted.repository(),
            reference,
            tags,
            digest,
            document,
            body,
            condition(request));
    response.setStatus(HttpServletResponse.SC_CREATED);
    response.setHeader("Location", "/v2/" + request.nameAsWritten() + "/manifests/" + digest);
    response.setHeader("Docker-Content-Digest", digest.toString());
    if (document.subject() != null) {
      response.setHeader("OCI-Subject", document.subject().toString());
    }
    if (reference instanceof Digest && !tags.isEmpty()) {
      // In one line, as the specification has it: readers have a bound for the lines of an answer.
      response.setHeader(
          "OCI-Tag", tags.stream().map(TagName::value).collect(Collectors.joining(", ")));
    }
    warn(missing, tags, document, response);
    response.setContentLength(0);
    log.atInfo()
        .addKeyValue("repository", granted.repository().name())
        .addKeyValue("tags", tags)
        .addKeyValue("digest", digest)
        .addKeyValue("account", granted.accountId())
        .addKeyValue("status", HttpServletResponse.SC_CREATED)
        .addKeyValue("ms", (System.nanoTime() - started) / 1_000_000)
        .log("Image pushed");
  }

  private static List<TagName> tags(List<String> asked) {
    List<TagName> tags = asked.stream().distinct().limit(MOST_TAGS + 1L).map(TagName::new).toList();
    if (tags.size() > MOST_TAGS) {
      throw new RegistryFailure(
          ErrorCode.SIZE_INVALID,
          HttpServletResponse.SC_REQUEST_URI_TOO_LONG,
          "one push moves at most " + MOST_TAGS + " tags",
          null);
    }
    return tags;
  }

  /** What went well and is worth a look: clients show it and act on nothing of it. */
  private static void warn(
      List<Digest> missing,
      List<TagName> tags,
      ManifestDocument document,
      HttpServletResponse response) {
    if (!missing.isEmpty()) {
      warn(
          response,
          "%d %s not in this repository, the first is %s"
              .formatted(
                  missing.size(),
                  document.config() == null ? "manifests of this index are" : "layers are",
                  missing.getFirst()));
    }
    if (tags.stream().anyMatch(tag -> Referrers.isFallbackTag(tag.value()))) {
      warn(response, "this registry has the referrers API and needs no fallback tag");
    }
  }

  private static void warn(HttpServletResponse response, String words) {
    response.addHeader("Warning", "299 - \"" + words + "\"");
  }

  void delete(Granted granted, RegistryRequest request, HttpServletResponse response) {
    switch (reference(request)) {
      case TagName tag ->
          tags.delete(granted.caller(), granted.repository(), tag, condition(request));
      case Digest digest -> {
        // What a digest names never changes: it is here, or there is nothing to delete.
        Condition condition = condition(request);
        if (!condition.isNone()) {
          manifests
              .find(granted.repository().id(), digest)
              .ifPresent(it -> condition.require(Optional.of(digest)));
        }
        deletion.delete(granted.caller(), granted.repository(), digest);
      }
    }
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
  }

  private static Condition condition(RegistryRequest request) {
    return new Condition(request.headers("If-Match"), request.headers("If-None-Match"));
  }

  /** A text that can be no tag names nothing that is here. */
  private static Reference reference(RegistryRequest request) {
    try {
      return Reference.parse(request.last());
    } catch (InvalidTagName e) {
      throw new RegistryFailure(ErrorCode.MANIFEST_UNKNOWN, e.getMessage());
    }
  }

  private static @Nullable String contentType(RegistryRequest request) {
    return Optional.ofNullable(request.header("Content-Type"))
        .map(type -> type.split(";", 2)[0].strip())
        .filter(type -> !type.isEmpty())
        .orElse(null);
  }

  private static void describe(
      Granted granted, Reference reference, StoredManifest manifest, HttpServletResponse response) {
    response.setContentType(manifest.mediaType());
    response.setHeader("Docker-Content-Digest", manifest.digest().toString());
    response.setHeader("ETag", Etag.of(manifest.digest()));
    response.setHeader(
        "Cache-Control",
        reference instanceof Digest
            ? Etag.immutable(granted.repository().visibility() == Visibility.PRIVATE)
            : "no-cache");
  }

  /** The same for all requests of one pull. */
  private static String client(Granted granted, RegistryRequest request) {
    HttpServletRequest servlet = request.servlet();
    return granted.caller().accountId()
        + "|"
        + servlet.getRemoteAddr()
        + "|"
        + servlet.getHeader("User-Agent");
  }
}
