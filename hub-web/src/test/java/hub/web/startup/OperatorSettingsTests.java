package hub.web.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hub.db.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorSettingsTests {

  @Test
  void needNothing() {
    assertThat(OperatorSettings.read(Map.of()).properties())
        .containsEntry("server.port", "8080")
        .containsEntry("hub.url", "http://localhost:8080")
        .containsEntry("hub.data-dir", "hub-data")
        .doesNotContainKeys("hub.db.url", "hub.smtp-url", "hub.admin.username");
  }

  @Test
  void followThePortAndTlsInTheAddressThatNobodySet() {
    assertThat(
            OperatorSettings.read(Map.of("HUB_PORT", "5000", "HUB_TLS", "selfsigned")).properties())
        .containsEntry("hub.url", "https://localhost:5000");
  }

  @Test
  void takeAnEmptyValueForNone() {
    assertThat(OperatorSettings.read(Map.of("HUB_DB_URL", "", "HUB_SMTP_URL", " ")).properties())
        .doesNotContainKeys("hub.db.url", "hub.smtp-url");
  }

  @Test
  void dropTheSlashAtTheEndOfTheAddress() {
    assertThat(OperatorSettings.read(Map.of("HUB_URL", "https://Hub.local/")).properties())
        .containsEntry("hub.url", "https://hub.local");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HUB_PORT               | eighty                        | a port from 1 to 65535, and is "eighty".
          HUB_PORT               | 70000                         | a port from 1 to 65535, and is "70000".
          HUB_URL                | hub.local                     | an address without a path
          HUB_URL                | https://hub.local/images      | an address without a path
          HUB_STORAGE            | swift                         | one of fs, s3, and is "swift".
          HUB_S3_PATH_STYLE      | yes                           | one of true, false, and is "yes".
          HUB_S3_REDIRECT_EXCEPT | office                        | addresses and networks separated by commas
          HUB_S3_REDIRECT_EXCEPT | 999.1.1.1                     | addresses and networks separated by commas
          HUB_S3_REDIRECT_EXCEPT | 10.0.0.0/33                   | addresses and networks separated by commas
          HUB_STORAGE_DURABILITY | fast                          | one of durable, relaxed, and is "fast".
          HUB_MAIL_FROM          | me                            | an e-mail address
          HUB_SIGNUP             | maybe                         | one of open, closed
          HUB_FREE_PRIVATE_REPOS | -1                            | a number, 0 or more, and is "-1".
          HUB_TLS                | on                            | one of off, selfsigned, pem, and is "on".
          HUB_TRUSTED_PROXIES    | caddy                         | addresses and networks separated by commas
          HUB_TRUSTED_PROXIES    | 10.1                          | addresses and networks separated by commas
          """)
  void refuseABadValueInASentenceThatNamesTheVariable(String name, String value, String wanted) {
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> OperatorSettings.read(Map.of(name, value)))
        .withMessageStartingWith(name + " must be " + wanted);
  }

  @Test
  void refuseABucketWithoutItsKeys() {
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(
            () -> OperatorSettings.read(Map.of("HUB_STORAGE", "s3", "HUB_S3_BUCKET", "hub")))
        .withMessage(
            "HUB_STORAGE is s3: set HUB_S3_BUCKET, HUB_S3_ACCESS_KEY, HUB_S3_SECRET_KEY, all of"
                + " them.");
  }

  @ParameterizedTest
  @CsvSource({
    "HUB_S3_ENDPOINT, https://root:secret@s3.local",
    "HUB_DB_URL, mysql://root:secret@db/hub",
    "HUB_DB_URL, jdbc:postgresql://root:secret@db/hub",
    "HUB_SMTP_URL, http://root:secret@mail",
  })
  void keepSecretsOutOfTheSentence(String name, String value) {
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> OperatorSettings.read(Map.of(name, value)))
        .withMessageStartingWith(name + " must be ")
        .withMessageNotContaining("secret");
  }

  @Test
  void refuseAHalfSetDatabase() {
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(
            () -> OperatorSettings.read(Map.of("HUB_DB_URL", "jdbc:postgresql://db:5432/hub")))
        .withMessage(
            "Of HUB_DB_URL, HUB_DB_USER, HUB_DB_PASSWORD only HUB_DB_URL is set: set all of them,"
                + " or none for the embedded PostgreSQL.");
  }

  @Test
  void refuseAHalfSetAdmin() {
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> OperatorSettings.read(Map.of("HUB_ADMIN_PASSWORD", "s3cret")))
        .withMessageContaining("only HUB_ADMIN_PASSWORD is set")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void comeFromFilesToo(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("free"), "7\n");

    assertThat(
            OperatorSettings.read(Map.of("HUB_FREE_PRIVATE_REPOS_FILE", file.toString()))
                .properties())
        .containsEntry("hub.free-private-repos", "7");
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(
            () ->
                OperatorSettings.read(
                    Map.of(
                        "HUB_FREE_PRIVATE_REPOS",
                        "1",
                        "HUB_FREE_PRIVATE_REPOS_FILE",
                        file.toString())))
        .withMessage(
            "HUB_FREE_PRIVATE_REPOS and HUB_FREE_PRIVATE_REPOS_FILE are both set: keep one of"
                + " them.");
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(
            () -> OperatorSettings.read(Map.of("HUB_DB_PASSWORD_FILE", directory + "/absent")))
        .withMessage("HUB_DB_PASSWORD_FILE names %s/absent, which cannot be read.", directory);
  }

  @Test
  void warnOfANameThatMeansNothingAndTellTheNearest() {
    assertThat(OperatorSettings.read(Map.of("HUB_DATADIR", "/srv/hub")).warnings())
        .containsExactly("HUB_DATADIR means nothing to the hub; did you mean HUB_DATA_DIR?");
  }
}
