package hub.web.page;

/** Digests as pages show them. */
public final class Digests {

  private static final int FIRST = 8;
  private static final int LAST = 6;

  private Digests() {}

  /** {@code sha256:9f2c41d7…8e05b1}. */
  public static String brief(String digest) {
    int start = digest.indexOf(':') + 1;
    return digest.length() < start + FIRST + LAST + 6
        ? digest
        : digest.substring(0, start + FIRST) + "…" + digest.substring(digest.length() - LAST);
  }
}
