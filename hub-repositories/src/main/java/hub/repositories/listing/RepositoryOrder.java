package hub.repositories.listing;

/** How lists of repositories are sorted. */
public enum RepositoryOrder {
  /** Last push first; where none was, the day it was made counts. */
  PUSHED,
  /** By namespace and name. */
  NAME,
  /** Most pulled first. */
  PULLS
}
