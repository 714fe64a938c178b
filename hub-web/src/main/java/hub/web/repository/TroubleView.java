package hub.web.repository;

import java.net.URI;

/**
 * What may stand in the way of a first push, of all that may what this hub's address makes true.
 *
 * @param certificate whether Docker has to be told of the certificate
 * @param authority whether the hub has an authority of its own, to fetch at {@code /ca.crt}
 * @param http whether Docker has to be told that the hub speaks plain HTTP
 * @param unconfirmed whether the person's e-mail is still to be confirmed
 */
record TroubleView(boolean certificate, boolean authority, boolean http, boolean unconfirmed) {

  /**
   * For a hub of this address: Docker needs no telling of the machine that it runs on.
   *
   * @param tls {@code HUB_TLS}
   */
  static TroubleView of(URI url, String tls, boolean confirmed) {
    boolean selfSigned = tls.equals("selfsigned");
    boolean here = url.getHost().equals("localhost") || url.getHost().startsWith("127.");
    boolean plain = "http".equals(url.getScheme());
    return new TroubleView(selfSigned && !here, selfSigned && !here, plain && !here, !confirmed);
  }

  public boolean any() {
    return certificate || http || unconfirmed;
  }
}
