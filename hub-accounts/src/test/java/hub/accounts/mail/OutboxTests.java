package hub.accounts.mail;

import static org.assertj.core.api.Assertions.assertThat;

import hub.db.HubSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of mails, part by part. */
class OutboxTests {

  @TempDir Path dataDir;

  private Outbox outbox;

  @BeforeEach
  void empty() {
    outbox =
        new Outbox(
            new HubSettings(
                URI.create("http://localhost"), dataDir, new HubSettings.Db(null, null, null)),
            new MailSettings(null, null));
  }

  @Test
  void withoutMailsThereIsOneEmptyPage() {
    assertThat(outbox.page("")).isEqualTo(new Outbox.Page(List.of(), null, null));
  }

  @Test
  void everyMailIsOnOnePageAndTheWayBackIsTheSame() throws IOException {
    int all = 2 * Outbox.PAGE + 7;
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      expected.addFirst(write(i));
    }
    Files.writeString(dataDir.resolve("outbox/.half"), "");

    List<String> seen = new ArrayList<>();
    List<String> pages = new ArrayList<>();
    String before = "";
    while (before != null) {
      Outbox.Page page = outbox.page(before);
      assertThat(page.mails()).hasSizeLessThanOrEqualTo(Outbox.PAGE);
      page.mails().forEach(it -> seen.add(it.id()));
      assertThat(page.newer()).isEqualTo(pages.isEmpty() ? null : pages.getLast());
      pages.add(before);
      before = page.older();
    }
    assertThat(seen).isEqualTo(expected);
    assertThat(pages).hasSize(3);
  }

  @Test
  void whatIsNoNameOfAMailIsOnlyAPlaceInTheList() throws IOException {
    String mail = write(1);
    assertThat(outbox.page("zzz").mails()).extracting(Outbox.Mail::id).containsExactly(mail);
    assertThat(outbox.page("0").mails()).isEmpty();
    assertThat(outbox.page("0").newer()).isEmpty();
    assertThat(outbox.find("../setup-code")).isEmpty();
    assertThat(outbox.find(mail)).isPresent();
  }

  private String write(int second) throws IOException {
    Files.createDirectories(dataDir.resolve("outbox"));
    String name = String.format(Locale.ROOT, "20261128T1200%04d.000Z-aB3.eml", second);
    Files.writeString(
        dataDir.resolve("outbox").resolve(name),
        "To: a@example.org\r\nSubject: Hi\r\n\r\nHello\r\n");
    return name;
  }
}
