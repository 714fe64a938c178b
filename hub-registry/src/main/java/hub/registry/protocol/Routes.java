package hub.registry.protocol;

import hub.registry.access.Visitor;
import hub.registry.protocol.RegistryPath.Resource;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Every route of the registry, what each asks for, and who answers. There is no other. */
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
  record RepositoryRoute(String method, Resource resource, Need need, RepositoryHandler handler) {}

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
      TagHandlers tags) {
    this.noReferrers = manifests::noReferrers;
    this.site =
        List.of(
            new SiteRoute("GET", Resource.ROOT, sites::ping),
            new SiteRoute("HEAD", Resource.ROOT, sites::ping),
            new SiteRoute("GET", Resource.CATALOG, sites::catalog));
    this.repository =
        List.of(
            new RepositoryRoute("GET", Resource.TAGS, Need.PULL, tags::list),
            new RepositoryRoute("HEAD", Resource.MANIFEST, Need.PULL, manifests::head),
            new RepositoryRoute("GET", Resource.MANIFEST, Need.PULL, manifests::get),
            new RepositoryRoute("PUT", Resource.MANIFEST, Need.OPEN, manifests::put),
            new RepositoryRoute("DELETE", Resource.MANIFEST, Need.DELETE, manifests::delete),
            new RepositoryRoute("GET", Resource.REFERRERS, Need.PULL, manifests::referrers),
            new RepositoryRoute("HEAD", Resource.BLOB, Need.PULL, blobs::head),
            new RepositoryRoute("GET", Resource.BLOB, Need.PULL, blobs::get),
            new RepositoryRoute("DELETE", Resource.BLOB, Need.DELETE, blobs::delete),
            new RepositoryRoute("POST", Resource.UPLOADS, Need.OPEN, uploads::start),
            new RepositoryRoute("GET", Resource.UPLOAD, Need.PUSH, uploads::status),
            new RepositoryRoute("PATCH", Resource.UPLOAD, Need.PUSH, uploads::append),
            new RepositoryRoute("PUT", Resource.UPLOAD, Need.PUSH, uploads::finish),
            new RepositoryRoute("DELETE", Resource.UPLOAD, Need.PUSH, uploads::cancel));
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
