package hub.accounts;

/** How far a credential reaches: each includes the ones before it. */
public enum TokenScope {
  /** Look and pull. */
  READ,
  /** Pull and push. */
  WRITE,
  /** Everything its owner may do to repositories, deletion included. */
  ADMIN
}
