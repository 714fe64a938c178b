package hub.accounts.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import hub.accounts.person.SignUp;
import hubtesting.FreshDatabase;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Mails over a real SMTP server that asks for a name and a password. */
@SpringBootTest
@FreshDatabase
class PostmanTests {

  private static final GreenMail SERVER =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  static {
    SERVER.setUser("hub", "s3cret");
    SERVER.start();
  }

  // not a @TempDir: mails may still be written while the class ends
  private static final Path dataDir = Path.of("target", "hub-data-" + UUID.randomUUID());

  @Autowired SignUp signUp;
  @Autowired Outbox outbox;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", () -> dataDir.toString());
    registry.add("hub.url", () -> "https://hub.local");
    registry.add("hub.smtp-url", () -> "smtp://hub:s3cret@127.0.0.1:" + SERVER.getSmtp().getPort());
    registry.add("hub.mail-from", () -> "Hub <no-reply@hub.local>");
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
  }

  @Test
  void sendsTextAndHtmlWithOneButton() throws Exception {
    signUp.signUp("joao1", "joao@example.org", "quatro-gatos-no-telhado", "::1");

    await().until(() -> SERVER.getReceivedMessages().length == 1);
    MimeMessage mail = SERVER.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Please confirm email for your Docker ID");
    assertThat(mail.getFrom()[0]).hasToString("Hub <no-reply@hub.local>");
    assertThat(mail.getAllRecipients()[0]).hasToString("joao@example.org");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    String whole = GreenMailUtil.getWholeMessage(mail);
    assertThat(whole).contains("multipart/alternative", "text/plain", "text/html");
    String html = html(mail);
    assertThat(html)
        .contains("Confirm Your Email", "href=\"https://hub.local/confirm?token=")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("<img", "<script");
    assertThat(outbox.isInUse()).isFalse();
    assertThat(Files.exists(dataDir.resolve("outbox"))).isFalse();
  }

  private static String html(Part part) throws Exception {
    if (part.isMimeType("text/html")) {
      return (String) part.getContent();
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        String html = html(parts.getBodyPart(i));
        if (!html.isEmpty()) {
          return html;
        }
      }
    }
    return "";
  }
}
