package hub.web.startup;

import hub.db.HubSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out the certificate of the hub's own authority, for clients to install. */
@RestController
@ConditionalOnProperty(name = "hub.tls", havingValue = "selfsigned")
class AuthorityController {

  private final Path certificate;

  AuthorityController(HubSettings settings) {
    this.certificate = settings.dataDir().resolve("tls").resolve(Certificates.AUTHORITY);
  }

  @GetMapping("/ca.crt")
  ResponseEntity<byte[]> authority() throws IOException {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "application/x-x509-ca-cert")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ca.crt\"")
        .body(Files.readAllBytes(certificate));
  }
}
