package hub.registry.protocol;

import hub.accounts.Caller;
import java.net.URI;

/**
 * Why somebody is not let through, and what helps, behind the words that clients and scripts know.
 * By who asks for what, and never by what is there.
 */
final class Denials {

  private Denials() {}

  /**
   * The words, which are fit for a quoted text of a header.
   *
   * @param address by which the client reached the hub
   */
  static String words(RequiredAccess need, Caller caller, String address) {
    return ErrorCode.DENIED.message()
        + ": "
        + (caller.isAnonymous() ? toNobody(need, address) : toSomebody(need));
  }

  private static String toNobody(RequiredAccess need, String address) {
    String signIn = "sign in with docker login " + URI.create(address).getRawAuthority();
    return switch (need) {
      case PULL -> "there is no such repository, or it is private: " + signIn;
      case OPEN, PUSH -> signIn + " to push";
      case DELETE -> signIn + " to delete";
    };
  }

  private static String toSomebody(RequiredAccess need) {
    return switch (need) {
      case PULL -> "there is no such repository, or it is not for you to see";
      case OPEN, PUSH -> "the token that came is not for pushing to this repository";
      case DELETE -> "only its admins delete in a repository, by a token that may administer";
    };
  }
}
