package hub.registry.protocol;

import hub.accounts.limit.TooManyAttempts;
import hub.registry.ConditionNotMet;
import hub.registry.InvalidDigest;
import hub.registry.InvalidTagName;
import hub.registry.ManifestUnknown;
import hub.registry.RepositoryGone;
import hub.registry.blob.BlobDamaged;
import hub.registry.blob.DigestMismatch;
import hub.registry.blob.UploadCut;
import hub.registry.blob.UploadUnknown;
import hub.registry.limit.SlowBody;
import hub.registry.limit.TooManyUploads;
import hub.registry.manifest.ManifestInUse;
import hub.registry.manifest.ManifestInvalid;
import hub.registry.manifest.ManifestReferencesUnknown;
import hub.registry.store.StorageAway;
import hub.registry.store.StorageFull;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.push.PushRefused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.dao.QueryTimeoutException;

/** What registry clients read of a failure: the one place that translates them. */
final class RegistryErrors {

  /** RFC 4918, which {@link HttpServletResponse} does not know. */
  private static final int INSUFFICIENT_STORAGE = 507;

  private RegistryErrors() {}

  /** The protocol's error for a failure; empty for one that nobody foresaw. */
  static Optional<RegistryFailure> translate(RuntimeException failure) {
    return Optional.ofNullable(
        switch (failure) {
          case RegistryFailure it -> it;
          case InvalidDigest it -> new RegistryFailure(ErrorCode.DIGEST_INVALID, it.getMessage());
          case InvalidTagName it ->
              new RegistryFailure(ErrorCode.MANIFEST_INVALID, it.getMessage());
          case InvalidRepositoryName it ->
              new RegistryFailure(ErrorCode.NAME_INVALID, it.getMessage());
          case PushRefused it -> new RegistryFailure(ErrorCode.DENIED, it.getMessage());
          case BlobDamaged it -> new RegistryFailure(ErrorCode.BLOB_UNKNOWN, it.getMessage());
          case DigestMismatch it -> new RegistryFailure(ErrorCode.DIGEST_INVALID, it.getMessage());
          case StorageFull it ->
              new RegistryFailure(
                  ErrorCode.DENIED, INSUFFICIENT_STORAGE, String.valueOf(it.getMessage()), null);
          case StorageAway it ->
              new RegistryFailure(ErrorCode.UNAVAILABLE, it.getMessage()).with("Retry-After", "10");
          case UploadUnknown it ->
              new RegistryFailure(ErrorCode.BLOB_UPLOAD_UNKNOWN, it.getMessage());
          case UploadCut it when it.getCause() instanceof SlowBody ->
              new RegistryFailure(
                  ErrorCode.BLOB_UPLOAD_INVALID,
                  HttpServletResponse.SC_REQUEST_TIMEOUT,
                  String.valueOf(it.getCause().getMessage()),
                  null);
          case UploadCut it -> new RegistryFailure(ErrorCode.BLOB_UPLOAD_INVALID, it.getMessage());
          case ManifestInvalid it ->
              new RegistryFailure(ErrorCode.MANIFEST_INVALID, it.getMessage());
          case ManifestReferencesUnknown it ->
              new RegistryFailure(
                  ErrorCode.MANIFEST_BLOB_UNKNOWN,
                  ErrorCode.MANIFEST_BLOB_UNKNOWN.status(),
                  ErrorCode.MANIFEST_BLOB_UNKNOWN.message(),
                  it.missing().stream().map(Object::toString).toList());
          case ManifestUnknown it ->
              new RegistryFailure(ErrorCode.MANIFEST_UNKNOWN, it.getMessage());
          case ConditionNotMet it ->
              new RegistryFailure(
                  ErrorCode.DENIED,
                  HttpServletResponse.SC_PRECONDITION_FAILED,
                  String.valueOf(it.getMessage()),
                  null);
          case ManifestInUse it -> new RegistryFailure(ErrorCode.UNSUPPORTED, it.getMessage());
          case RepositoryGone it -> new RegistryFailure(ErrorCode.NAME_UNKNOWN, it.getMessage());
          case TooManyUploads it ->
              new RegistryFailure(ErrorCode.TOOMANYREQUESTS, it.getMessage())
                  .with("Retry-After", "5");
          case TooManyAttempts it ->
              new RegistryFailure(ErrorCode.TOOMANYREQUESTS, it.getMessage())
                  .with("Retry-After", Long.toString(Math.max(1, it.retryAfter().toSeconds())));
          case QueryTimeoutException _ ->
              new RegistryFailure(
                      ErrorCode.UNAVAILABLE,
                      "this took longer than the hub allows; try again later")
                  .with("Retry-After", "30");
          default -> null;
        });
  }
}
