package hub.repositories.access;

/** What a caller may do with one repository: each includes the ones before it. */
public enum Permission {
  /** See it and pull from it. */
  READ,
  /** Push to it. */
  WRITE,
  /** Describe, hide, hook and delete it. */
  ADMIN;

  /** As the SQL functions count it: 1, 2, 3. */
  public int level() {
    return ordinal() + 1;
  }

  /**
   * The permission of a {@link #level}.
   *
   * @throws IllegalArgumentException where there is none of it
   */
  static Permission ofLevel(int level) {
    for (Permission permission : values()) {
      if (permission.level() == level) {
        return permission;
      }
    }
    throw new IllegalArgumentException("no permission has the level " + level);
  }

  /** Whether this permission covers that one. */
  public boolean allows(Permission needed) {
    return compareTo(needed) >= 0;
  }
}
