package hub.web.page;

import hub.repositories.RepositoryName;

/** Where the pages of a repository are, as {@code #paths} in templates. */
public final class RepositoryPaths {

  RepositoryPaths() {}

  /** {@code /r/namespace/name}, or {@code /_/name} for an official image. */
  public String of(RepositoryName name) {
    return page(name);
  }

  /** The same, for redirects. */
  public static String page(RepositoryName name) {
    return name.isOfficial() ? "/_/" + name.name() : "/r/" + name;
  }
}
