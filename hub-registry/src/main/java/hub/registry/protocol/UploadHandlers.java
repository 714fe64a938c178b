package hub.registry.protocol;

import hub.registry.Digest;
import hub.registry.Digest.Algorithm;
import hub.registry.InvalidDigest;
import hub.registry.access.MountSources;
import hub.registry.blob.Blobs;
import hub.registry.blob.StoredBlob;
import hub.registry.blob.Upload;
import hub.registry.blob.UploadOutOfOrder;
import hub.registry.blob.Uploads;
import hub.registry.quota.StorageLimitReached;
import hub.registry.quota.StorageQuota;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import hub.repositories.push.PushRefused;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes blobs in: in one request, in parts, or by linking one that is here already. */
@Component
class UploadHandlers {

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("(?:bytes )?([0-9]{1,18})-([0-9]{1,18})(?:/.*)?");

  private final Uploads uploads;
  private final Blobs blobs;
  private final MountSources sources;
  private final StorageQuota quota;
  private final Permissions permissions;

  UploadHandlers(
      Uploads uploads,
      Blobs blobs,
      MountSources sources,
      StorageQuota quota,
      Permissions permissions) {
    this.uploads = uploads;
    this.blobs = blobs;
    this.sources = sources;
    this.quota = quota;
    this.permissions = permissions;
  }

  /** A step of a push. */
  private interface Step {
    void take() throws IOException;
  }

  /** A push that has no room is over: what it brought before holds none either. */
  private void givingUpWhereThereIsNoRoom(Granted granted, Step step) throws IOException {
    try {
      step.take();
    } catch (StorageLimitReached e) {
      quota.giveUp(granted.repository());
      throw e;
    }
  }

  void start(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    givingUpWhereThereIsNoRoom(granted, () -> startInRoom(granted, request, response));
  }

  private void startInRoom(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    String mount = request.query("mount");
    String from = request.query("from");
    if (mount != null) {
      Optional<Digest> mounted = mount(granted, mount, from);
      if (mounted.isPresent()) {
        created(mounted.get(), request, response);
        return;
      }
    }
    String digest = request.query("digest");
    Digest whole = digest == null ? null : Digest.parse(digest);
    foresee(granted, request, whole, 0);
    Upload upload =
        uploads.start(
            granted.repository().id(),
            granted.accountId(),
            whole == null ? algorithm(request) : whole.algorithm());
    if (whole == null) {
      progress(upload, request, response);
      if (uploads.shortestPart() > 0) {
        response.setHeader("OCI-Chunk-Min-Length", Long.toString(uploads.shortestPart()));
      }
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
      return;
    }
    StoredBlob blob =
        takeIn(request, upload, body -> uploads.finish(upload, body, OptionalLong.empty(), whole));
    created(blob.digest(), request, response);
  }

  private static Algorithm algorithm(RegistryRequest request) {
    String named = request.query("digest-algorithm");
    return named == null ? Algorithm.SHA256 : Algorithm.parse(named);
  }

  void status(Granted granted, RegistryRequest request, HttpServletResponse response) {
    progress(find(granted, request), request, response);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  void append(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    Upload upload = find(granted, request);
    OptionalLong from = start(request);
    givingUpWhereThereIsNoRoom(
        granted,
        () -> {
          foresee(granted, request, null, upload.offset());
          Upload grown = takeIn(request, upload, body -> uploads.append(upload, body, from));
          progress(grown, request, response);
        });
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
  }

  void finish(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    Upload upload = find(granted, request);
    String text = request.query("digest");
    if (text == null) {
      throw new RegistryFailure(ErrorCode.DIGEST_INVALID, "the query must name the digest");
    }
    Digest digest = Digest.parse(text);
    OptionalLong from = start(request);
    givingUpWhereThereIsNoRoom(
        granted,
        () -> {
          foresee(granted, request, digest, upload.offset());
          StoredBlob blob =
              takeIn(request, upload, body -> uploads.finish(upload, body, from, digest));
          created(blob.digest(), request, response);
        });
  }

  void cancel(Granted granted, RegistryRequest request, HttpServletResponse response) {
    Upload upload = find(granted, request);
    inOrder(
        request,
        () -> {
          uploads.cancel(upload);
          return upload;
        });
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  /** Refuses what has no room before it travels, as far as the client says how much comes. */
  private void foresee(
      Granted granted, RegistryRequest request, @Nullable Digest digest, long received) {
    long announced =
        Math.clamp(request.servlet().getContentLengthLong(), 0, Long.MAX_VALUE - received);
    boolean owner =
        permissions.ownsNamespace(granted.caller(), granted.repository().name().namespace());
    quota.foresee(granted.repository(), owner, digest, received + announced);
  }

  /**
   * Only out of what the caller may pull; else the bytes must come.
   *
   * @param from null where the registry may look for itself
   */
  private Optional<Digest> mount(Granted granted, String mount, @Nullable String from) {
    Digest digest;
    Optional<Long> source;
    try {
      digest = Digest.parse(mount);
      source =
          from == null
              ? sources.find(granted.visitor(), digest)
              : sources.named(granted.visitor(), RepositoryName.parse(from));
    } catch (InvalidDigest | InvalidRepositoryName e) {
      return Optional.empty();
    }
    return source
        .filter(id -> blobs.mount(digest, id, granted.repository().id()))
        .map(id -> digest);
  }

  private Upload find(Granted granted, RegistryRequest request) {
    UUID id;
    try {
      id = UUID.fromString(request.last());
    } catch (IllegalArgumentException e) {
      throw new RegistryFailure(ErrorCode.BLOB_UPLOAD_UNKNOWN);
    }
    return uploads.find(id, granted.repository().id(), granted.accountId());
  }

  /** Where the part begins, where the client says so. */
  private static OptionalLong start(RegistryRequest request) {
    String header = request.header("Content-Range");
    if (header == null) {
      return OptionalLong.empty();
    }
    Matcher range = CONTENT_RANGE.matcher(header);
    if (!range.matches()) {
      throw new RegistryFailure(ErrorCode.BLOB_UPLOAD_INVALID, "Content-Range cannot be read");
    }
    long start = Long.parseLong(range.group(1));
    long length = Long.parseLong(range.group(2)) - start + 1;
    long announced = request.servlet().getContentLengthLong();
    if (length < 0 || (announced >= 0 && announced != length)) {
      throw new RegistryFailure(
          ErrorCode.SIZE_INVALID, "Content-Range and Content-Length do not agree");
    }
    return OptionalLong.of(start);
  }

  /**
   * What is refused in the middle is read to its end, and kept nowhere: a client that still sends
   * does not read why. It holds nothing of the others' by then.
   */
  private <T> T takeIn(RegistryRequest request, Upload upload, Function<InputStream, T> step)
      throws IOException {
    InputStream body = request.body();
    InputStream bounded = quota.bound(body, upload.offset());
    try {
      return inOrder(request, () -> step.apply(bounded));
    } catch (PushRefused e) {
      body.transferTo(OutputStream.nullOutputStream());
      throw e;
    }
  }

  private static <T> T inOrder(RegistryRequest request, Supplier<T> step) {
    try {
      return step.get();
    } catch (UploadOutOfOrder e) {
      throw new RegistryFailure(
              ErrorCode.BLOB_UPLOAD_INVALID,
              HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE,
              "the upload goes on at byte " + e.upload().offset(),
              null)
          .with("Location", location(e.upload(), request))
          .with("Range", range(e.upload()))
          .with("Docker-Upload-UUID", e.upload().id().toString());
    }
  }

  private static void progress(
      Upload upload, RegistryRequest request, HttpServletResponse response) {
    response.setHeader("Location", location(upload, request));
    response.setHeader("Range", range(upload));
    response.setHeader("Docker-Upload-UUID", upload.id().toString());
    response.setContentLength(0);
  }

  private static void created(
      Digest digest, RegistryRequest request, HttpServletResponse response) {
    response.setHeader("Location", "/v2/" + request.nameAsWritten() + "/blobs/" + digest);
    response.setHeader("Docker-Content-Digest", digest.toString());
    response.setContentLength(0);
    response.setStatus(HttpServletResponse.SC_CREATED);
  }

  private static String location(Upload upload, RegistryRequest request) {
    return "/v2/" + request.nameAsWritten() + "/blobs/uploads/" + upload.id();
  }

  /** The last byte that is here, as the protocol counts; nothing yet is also 0-0. */
  private static String range(Upload upload) {
    return "0-" + Math.max(0, upload.offset() - 1);
  }
}
