package hub;

/**
 * What there is to be reached: a repository with an image under the tag latest, a collaborator, and
 * a webhook that was tried; its owner's access token; a mail that lies in the outbox.
 */
record Things(
    String namespace,
    String repository,
    String digest,
    String collaborator,
    String webhook,
    String delivery,
    String token,
    String mail) {

  String name() {
    return namespace + "/" + repository;
  }
}
