package hub.registry.protocol;

import hub.registry.Digest;
import hub.registry.RefusedRow;
import hub.registry.blob.Blobs;
import hub.registry.blob.Quarantine;
import hub.registry.blob.StoredBlob;
import hub.registry.store.BlobStore;
import hub.repositories.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Serves blobs. Larger ones go from the file to the socket without passing through here; those of a
 * store that clients can reach are fetched there.
 */
@Component
class BlobHandlers {

  /** Below this, copying costs less than handing over to the poller. */
  private static final int SENDFILE_FROM = 48 * 1024;

  /** Held for as long as a client reads, so it counts among what a connection may hold. */
  private static final int BUFFER = 64 * 1024;

  private final Blobs blobs;
  private final BlobStore store;
  private final Redirects redirects;
  private final Quarantine quarantine;

  BlobHandlers(Blobs blobs, BlobStore store, Redirects redirects, Quarantine quarantine) {
    this.blobs = blobs;
    this.store = store;
    this.redirects = redirects;
    this.quarantine = quarantine;
  }

  void head(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    StoredBlob blob = findBytes(granted, request);
    // Whoever asks: most clients ask without a token first, and push on what they were told.
    if (!blobs.renewLease(granted.repository().id(), blob.digest())) {
      throw new RegistryFailure(ErrorCode.BLOB_UNKNOWN);
    }
    describe(granted, blob, response);
    if (Etag.matches(request, blob.digest())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentLengthLong(blob.size());
  }

  void get(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    StoredBlob blob = findBytes(granted, request);
    describe(granted, blob, response);
    if (Etag.matches(request, blob.digest())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    Optional<URI> elsewhere = redirects.of(blob.storageKey(), request.servlet().getRemoteAddr());
    if (elsewhere.isPresent()) {
      redirect(elsewhere.get(), response);
      return;
    }
    String ifRange = request.header("If-Range");
    boolean whole = ifRange != null && !ifRange.equals(Etag.of(blob.digest()));
    ByteRange part =
        whole ? null : ByteRange.parse(request.header("Range"), blob.size()).orElse(null);
    if (part != null) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader(
          "Content-Range", "bytes %d-%d/%d".formatted(part.start(), part.end() - 1, blob.size()));
    }
    send(blob, part == null ? new ByteRange(0, blob.size()) : part, request.servlet(), response);
  }

  /** The address runs out soon, so nobody is to keep this answer. */
  private static void redirect(URI address, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
    response.setHeader("Location", address.toString());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(0);
  }

  /** Ends the repository's link to the blob, where nothing there uses it. */
  void delete(Granted granted, RegistryRequest request, HttpServletResponse response) {
    Digest digest = Digest.parse(request.last());
    try {
      if (!blobs.unlink(granted.repository().id(), digest)) {
        throw new RegistryFailure(ErrorCode.BLOB_UNKNOWN);
      }
    } catch (DataIntegrityViolationException e) {
      if (!RefusedRow.isConflict(e)) {
        throw e;
      }
      throw new RegistryFailure(
          ErrorCode.UNSUPPORTED, "a manifest of this repository uses the blob");
    }
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
  }

  private StoredBlob find(Granted granted, RegistryRequest request) {
    Digest digest = Digest.parse(request.last());
    return blobs
        .find(granted.repository().id(), digest)
        .orElseThrow(
            () ->
                new RegistryFailure(
                    ErrorCode.BLOB_UNKNOWN,
                    ErrorCode.BLOB_UNKNOWN.status(),
                    ErrorCode.BLOB_UNKNOWN.message(),
                    digest.toString()));
  }

  /** A file that is not there is noticed here, since asking for it costs next to nothing. */
  private StoredBlob findBytes(Granted granted, RegistryRequest request) throws IOException {
    StoredBlob blob = find(granted, request);
    if (store.file(blob.storageKey()).isPresent()) {
      quarantine.requireBytes(blob);
    }
    return blob;
  }

  private static void describe(Granted granted, StoredBlob blob, HttpServletResponse response) {
    response.setContentType("application/octet-stream");
    response.setHeader("Docker-Content-Digest", blob.digest().toString());
    response.setHeader("ETag", Etag.of(blob.digest()));
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader(
        "Cache-Control", Etag.immutable(granted.repository().visibility() == Visibility.PRIVATE));
  }

  private void send(
      StoredBlob blob, ByteRange part, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentLengthLong(part.length());
    Path file = store.file(blob.storageKey()).orElse(null);
    if (file != null
        && part.length() >= SENDFILE_FROM
        && Boolean.TRUE.equals(request.getAttribute("org.apache.tomcat.sendfile.support"))) {
      request.setAttribute("org.apache.tomcat.sendfile.filename", file.toString());
      request.setAttribute("org.apache.tomcat.sendfile.start", part.start());
      request.setAttribute("org.apache.tomcat.sendfile.end", part.end());
      return;
    }
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, part.length()))];
    OutputStream out = response.getOutputStream();
    try (InputStream bytes = open(blob, part, response)) {
      long left = part.length();
      while (left > 0) {
        int count = bytes.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(blob.storageKey() + " is shorter than its row says");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private InputStream open(StoredBlob blob, ByteRange part, HttpServletResponse response)
      throws IOException {
    try {
      return store.open(blob.storageKey(), part.start(), part.length());
    } catch (NoSuchFileException e) {
      response.setHeader("Cache-Control", "no-store");
      quarantine.requireBytes(blob);
      throw e;
    }
  }
}
