package hub.web.startup;

/** Which version of the hub this is. */
public final class Version {

  private Version() {}

  /** As the jar has it in its manifest; run from classes, as by {@code mvn}, there is none. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "built from source" : version;
  }
}
