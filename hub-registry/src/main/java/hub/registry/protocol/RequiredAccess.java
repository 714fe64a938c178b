package hub.registry.protocol;

/** What a route asks of those who use it. */
enum RequiredAccess {
  /** To read. */
  PULL("pull"),
  /** To write to a repository, which is made, as a draft, where it is not there yet. */
  OPEN("pull,push"),
  /** To write to a repository that is there. */
  PUSH("pull,push"),
  /** To delete. */
  DELETE("delete");

  private final String actions;

  RequiredAccess(String actions) {
    this.actions = actions;
  }

  /** The actions that a token should be asked for. */
  String actions() {
    return actions;
  }
}
