package hub.web.startup;

import hub.db.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of the hub's own and the certificate it gives to the hub, kept in {@code
 * <data>/tls}. The authority is made once, so that what clients have installed stays true; the
 * certificate is made anew when the host changes or its time runs out.
 */
final class Certificates {

  static final String AUTHORITY = "ca.crt";

  private static final String AUTHORITY_KEY = "ca.key";
  private static final Duration LIFE_OF_AUTHORITY = Duration.ofDays(3650);

  /** The longest that Apple's clients accept. */
  private static final Duration LIFE = Duration.ofDays(825);

  private static final Duration RENEW_BEFORE = Duration.ofDays(60);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path directory;

  private Certificates(Path directory) {
    this.directory = directory;
  }

  static Certificates in(Path directory) {
    return new Certificates(directory.toAbsolutePath().normalize());
  }

  /** Files in PEM. */
  record Certified(Path certificate, Path key) {}

  /**
   * A certificate for the host and for this machine's own names.
   *
   * @throws StartRefused where it cannot be made or kept
   */
  Certified certify(String host) {
    var certified = new Certified(directory.resolve("server.crt"), directory.resolve("server.key"));
    Set<String> names = new LinkedHashSet<>(List.of(host, "localhost", "127.0.0.1", "::1"));
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!isGood(certified, names)) {
        KeyPair authority = authority();
        KeyPair server = keys();
        X509Certificate issuer = read(directory.resolve(AUTHORITY));
        X509Certificate certificate = sign(issuer, authority, server, host, names);
        writeKey(certified.key(), server.getPrivate());
        write(certified.certificate(), pem(certificate) + pem(issuer), "rw-r--r--");
      }
      return certified;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new StartRefused(
          "The certificate for HUB_TLS=selfsigned cannot be kept in %s: %s."
              .formatted(directory, e),
          e);
    }
  }

  private boolean isGood(Certified certified, Set<String> names)
      throws IOException, GeneralSecurityException {
    if (Files.notExists(certified.certificate())
        || Files.notExists(certified.key())
        || Files.notExists(directory.resolve(AUTHORITY))) {
      return false;
    }
    X509Certificate certificate = read(certified.certificate());
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives == null) {
      return false;
    }
    Set<String> covered =
        alternatives.stream().map(it -> it.get(1).toString()).collect(Collectors.toSet());
    return covered.contains(names.iterator().next())
        && Instant.now().plus(RENEW_BEFORE).isBefore(certificate.getNotAfter().toInstant());
  }

  private KeyPair authority()
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Path certificateFile = directory.resolve(AUTHORITY);
    Path keyFile = directory.resolve(AUTHORITY_KEY);
    if (Files.exists(certificateFile) && Files.exists(keyFile)) {
      return new KeyPair(read(certificateFile).getPublicKey(), readKey(keyFile));
    }
    KeyPair keys = keys();
    var name = new X500Principal("CN=Hub CA " + Long.toHexString(RANDOM.nextLong()));
    var now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                name,
                serial(),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFE_OF_AUTHORITY)),
                name,
                keys.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    writeKey(keyFile, keys.getPrivate());
    write(certificateFile, pem(signed(builder, keys.getPrivate())), "rw-r--r--");
    return keys;
  }

  private static X509Certificate sign(
      X509Certificate issuer, KeyPair authority, KeyPair server, String host, Set<String> names)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    var now = Instant.now();
    var extensions = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                issuer.getSubjectX500Principal(),
                serial(),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFE)),
                new X500Principal("CN=" + host),
                server.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                    names.stream().map(Certificates::generalName).toArray(GeneralName[]::new)))
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(issuer));
    return signed(builder, authority.getPrivate());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static GeneralName generalName(String name) {
    boolean address = name.contains(":") || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static KeyPair keys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static BigInteger serial() {
    return new BigInteger(127, RANDOM).setBit(126);
  }

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
    String body = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  private static void writeKey(Path file, PrivateKey key) throws IOException {
    write(file, pem("PRIVATE KEY", key.getEncoded()), "rw-------");
  }

  /** All or nothing: a start that is cut off leaves no half file. */
  private static void write(Path file, String text, String permissions) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String kind, byte[] content) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, body);
  }
}
