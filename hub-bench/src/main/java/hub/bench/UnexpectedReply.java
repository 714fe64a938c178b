package hub.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A registry has answered what the protocol does not let it, or what it does not know. */
final class UnexpectedReply extends IOException {

  UnexpectedReply(String request, HttpReply reply) {
    super(
        "%s was answered %d %s"
            .formatted(
                request, reply.status(), new String(reply.body(), StandardCharsets.UTF_8).strip()));
  }
}
