package hubtesting;

import static org.awaitility.Awaitility.await;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The mails that a hub without SMTP puts into its outbox directory. */
public final class Mailbox {

  private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]+");

  private final Path outbox;

  public Mailbox(Path outbox) {
    this.outbox = outbox;
  }

  /**
   * A mail.
   *
   * @param text the plain part
   * @param html the HTML part
   */
  public record Mail(String to, String subject, String text, String html) {

    /** The first link of the plain part whose address contains this. */
    public String link(String part) {
      Matcher matcher = LINK.matcher(text);
      while (matcher.find()) {
        if (matcher.group().contains(part)) {
          return matcher.group();
        }
      }
      throw new AssertionError("no link with " + part + " in: " + text);
    }
  }

  /** All mails to this address, oldest first. */
  public List<Mail> to(String address) {
    if (!Files.isDirectory(outbox)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(outbox)) {
      var mails = new ArrayList<Mail>();
      for (Path file : files.filter(it -> it.toString().endsWith(".eml")).sorted().toList()) {
        Mail mail = read(file);
        if (mail.to().equalsIgnoreCase(address)) {
          mails.add(mail);
        }
      }
      return mails;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a mail to this address, and tells the newest. */
  public Mail newest(String address) {
    return await("a mail to " + address)
        .atMost(Duration.ofSeconds(30))
        .until(() -> to(address), mails -> !mails.isEmpty())
        .getLast();
  }

  private static Mail read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var message = new MimeMessage(null, in);
      return new Mail(
          message.getAllRecipients()[0].toString().replaceAll(".*<|>", ""),
          message.getSubject(),
          part(message, "text/plain"),
          part(message, "text/html"));
    } catch (MessagingException e) {
      throw new IOException(file.toString(), e);
    }
  }

  private static String part(Part part, String type) throws MessagingException, IOException {
    String found = find(part, type);
    return found == null ? "" : found;
  }

  private static @Nullable String find(Part part, String type)
      throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      return part.getContent().toString();
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart child = parts.getBodyPart(i);
        String found = find(child, type);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
