package hub.registry.protocol;

import hub.registry.access.Visitor;
import hub.registry.protocol.RegistryPath.Resource;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Every route of the registry: the access that it requires, and its handler. There is no other. */
@Component
class Routes {

  /** Answers for a repository that the door has granted. */
  interface RepositoryHandler {
    void handle(Granted granted, RegistryRequest request, HttpServletResponse response)
        throws IOException;
  }

  /** Answers for the registry as a whole. */
  interface SiteHandler {
    void handle(Visitor visitor, RegistryRequest request, HttpServletResponse response)
        throws IOException;
  }

  /** Answers for a repository that is not there, to those who may know that. */
  interface AbsentHandler {
    void handle(RegistryRequest request, HttpServletResponse response) throws IOException;
  }

  /** A route about one repository. */
  record RepositoryRoute(
      String method, Resource resource, RequiredAccess need, RepositoryHandler handler) {}

  /** A route about the whole registry. */
  record SiteRoute(String method, Resource resource, SiteHandler handler) {}

  private final List<RepositoryRoute> repository;
  private final List<SiteRoute> site;
  private final AbsentHandler noReferrers;

  Routes(
      SiteHandlers sites,
      BlobHandlers blobs,
      UploadHandlers uploads,
      ManifestHandlers manifests,
      ReferrerHandlers referrers,
      TagHandlers tags) {
    this.noReferrers = referrers::listNone;
    this.site =
        List.of(
            new SiteRoute("GET", Resource.ROOT, sites::ping),
            new SiteRoute("HEAD", Resource.ROOT, sites::ping),
            new SiteRoute("GET", Resource.CATALOG, sites::catalog));
    this.repository =
        List.of(
            new RepositoryRoute("GET", Resource.TAGS, RequiredAccess.PULL, tags::list),
            new RepositoryRoute("HEAD", Resource.MANIFEST, RequiredAccess.PULL, manifests::head),
            new RepositoryRoute("GET", Resource.MANIFEST, RequiredAccess.PULL, manifests::get),
            new RepositoryRoute("PUT", Resource.MANIFEST, RequiredAccess.OPEN, manifests::put),
            new RepositoryRoute(
                "DELETE", Resource.MANIFEST, RequiredAccess.DELETE, manifests::delete),
            new RepositoryRoute("GET", Resource.REFERRERS, RequiredAccess.PULL, referrers::list),
            new RepositoryRoute("HEAD", Resource.BLOB, RequiredAccess.PULL, blobs::head),
            new RepositoryRoute("GET", Resource.BLOB, RequiredAccess.PULL, blobs::get),
            new RepositoryRoute("DELETE", Resource.BLOB, RequiredAccess.DELETE, blobs::delete),
            new RepositoryRoute("POST", Resource.UPLOADS, RequiredAccess.OPEN, uploads::start),
            new RepositoryRoute("GET", Resource.UPLOAD, RequiredAccess.PUSH, uploads::status),
            new RepositoryRoute("PATCH", Resource.UPLOAD, RequiredAccess.PUSH, uploads::append),
            new RepositoryRoute("PUT", Resource.UPLOAD, RequiredAccess.PUSH, uploads::finish),
            new RepositoryRoute("DELETE", Resource.UPLOAD, RequiredAccess.PUSH, uploads::cancel));
  }

  /** All routes about one repository. */
  List<RepositoryRoute> repository() {
    return repository;
  }

  Optional<RepositoryRoute> repository(String method, Resource resource) {
    return repository.stream()
        .filter(it -> it.resource() == resource && it.method().equals(method))
        .findFirst();
  }

  /** The referrers of what is in no repository. */
  AbsentHandler noReferrers() {
    return noReferrers;
  }

  Optional<SiteRoute> site(String method, Resource resource) {
    return site.stream()
        .filter(it -> it.resource() == resource && it.method().equals(method))
        .findFirst();
  }

  boolean isSite(Resource resource) {
    return site.stream().anyMatch(it -> it.resource() == resource);
  }

  /** The methods there are for a resource; empty where there is no such resource. */
  String methods(Resource resource) {
    return isSite(resource)
        ? site.stream()
            .filter(it -> it.resource() == resource)
            .map(SiteRoute::method)
            .collect(Collectors.joining(", "))
        : repository.stream()
            .filter(it -> it.resource() == resource)
            .map(RepositoryRoute::method)
            .collect(Collectors.joining(", "));
  }
}
