/**
 * The Hub's HTTP API under {@code /v2}, in Docker Hub's shapes, and the search of Docker's client
 * under {@code /v1}.
 */
@NullMarked
package hub.web.api;

import org.jspecify.annotations.NullMarked;
