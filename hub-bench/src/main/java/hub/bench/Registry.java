package hub.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A registry under load: the hub or a peer of it, running. */
interface Registry extends AutoCloseable {

  /** As the table calls it. */
  String name();

  int port();

  /** Its own process and all below it, with the database where that is one of them. */
  ProcessHandle process();

  /** Its database, where it has one of its own. */
  Optional<ProcessHandle> database();

  /** The first segment of the names of repositories that may be pushed to. */
  String namespace();

  /** The header line that lets a client push to all of the namespace; empty where it is open. */
  String owner();

  /** The header line of the clients that are measured: a token, good for some minutes. */
  String authorization() throws IOException;

  /** Where its bytes are. */
  Path data();

  @Override
  void close();
}
