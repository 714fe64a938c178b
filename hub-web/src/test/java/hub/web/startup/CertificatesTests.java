package hub.web.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTests {

  @TempDir private Path data;

  @Test
  void keepTheAuthorityThatClientsHaveInstalledWhenTheHostChanges() throws Exception {
    Path directory = data.resolve("tls");
    X509Certificate first = read(Certificates.in(directory).certify("hub.local").certificate());
    X509Certificate authority = read(directory.resolve("ca.crt"));
    X509Certificate again = read(Certificates.in(directory).certify("hub.local").certificate());
    X509Certificate other = read(Certificates.in(directory).certify("10.1.2.3").certificate());

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(read(directory.resolve("ca.crt"))).isEqualTo(authority);
    first.verify(authority.getPublicKey());
    other.verify(authority.getPublicKey());
    assertThat(first.getSubjectAlternativeNames().stream().map(it -> it.get(1).toString()))
        .contains("hub.local", "localhost", "127.0.0.1");
    assertThat(other.getSubjectAlternativeNames().stream().map(it -> it.get(1).toString()))
        .contains("10.1.2.3", "localhost");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("ca.key"))))
        .isEqualTo("rw-------");
  }

  private static X509Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
