package hub.web.api;

/** What a handler of the API may need of its caller. */
public enum Access {
  /** Anybody: what is told depends on the caller, or is public. */
  NOTHING,
  /** Somebody who is signed in. */
  ACCOUNT,
  /** Somebody who may make repositories in the namespace of the path. */
  NAMESPACE,
  /** Somebody who sees the repository of the path. */
  READ,
  /** Somebody who sees the repository of the path and is signed in. */
  READ_SIGNED_IN,
  /** Somebody who may describe, hide, share and delete the repository of the path. */
  ADMIN
}
