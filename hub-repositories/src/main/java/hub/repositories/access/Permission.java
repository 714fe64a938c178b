package hub.repositories.access;

/** What a caller may do with one repository: each includes the ones before it. */
public enum Permission {
  /** See it and pull from it. */
  READ,
  /** Push to it. */
  WRITE,
  /** Describe, hide, hook and delete it. */
  ADMIN;

  /** Whether this permission covers that one. */
  public boolean allows(Permission needed) {
    return compareTo(needed) >= 0;
  }
}
