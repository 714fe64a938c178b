package hub.repositories;

import java.util.regex.Pattern;

/**
 * The name of a repository: a namespace, which is an account's name, and a name of its own. A name
 * of one segment is an official image: {@code nginx} is {@code library/nginx}. Parses itself and
 * cannot be wrong; names of three or more segments are refused.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec">OCI distribution
 *     specification</a>
 */
public record RepositoryName(String namespace, String name) {

  /** The namespace of the official images. */
  public static final String LIBRARY = "library";

  /**
   * The longest name of its own, in characters, as on Docker Hub. Docker's client wants that
   * namespace and name together have no more, so it pulls those that are a little shorter.
   */
  public static final int MAX_LENGTH = 255;

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]{2,30}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+");

  public RepositoryName {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new InvalidRepositoryName(
          namespace + "/" + name,
          "a namespace is a Docker ID: 4 to 30 lower-case letters and digits");
    }
    if (name.length() < 2 || name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
      throw new InvalidRepositoryName(
          namespace + "/" + name,
          "a repository name has 2 to "
              + MAX_LENGTH
              + " lower-case letters and digits, parted by single dots, one or two underscores, or dashes");
    }
  }

  /**
   * Reads {@code namespace/name}, or {@code name} for an official image.
   *
   * @throws InvalidRepositoryName says which rule it breaks
   */
  public static RepositoryName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return new RepositoryName(LIBRARY, text);
    }
    if (text.indexOf('/', slash + 1) >= 0) {
      throw new InvalidRepositoryName(text, "a repository is named namespace/name, with one slash");
    }
    return new RepositoryName(text.substring(0, slash), text.substring(slash + 1));
  }

  public boolean isOfficial() {
    return namespace.equals(LIBRARY);
  }

  /** As people and clients type it: without the namespace where it is official. */
  public String familiar() {
    return isOfficial() ? name : namespace + "/" + name;
  }

  /** {@code namespace/name}, always both. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
