package hub.search;

import hub.accounts.Caller;

/** Likings. Starring twice is starring once. */
public interface Stars {

  /** Stars a repository for this signed-in caller, and tells the new count. */
  int star(Caller caller, long repositoryId);

  /** Takes the star back, and tells the new count. */
  int unstar(Caller caller, long repositoryId);

  boolean isStarred(Caller caller, long repositoryId);

  int count(long repositoryId);
}
