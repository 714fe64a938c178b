package hub.accounts.mail;

import hub.accounts.PrivateFiles;
import hub.accounts.Secret;
import hub.db.HubSettings;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The mails that could not be sent, since no SMTP server is set: {@code outbox/<time>-<id>.eml} in
 * the data directory, each whole from the moment it is there.
 */
@Component
public class Outbox {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("[0-9]{8}T[0-9.]+Z-[0-9A-Za-z]+\\.eml");

  /** So many mails a page of the list has. */
  public static final int PAGE = 50;

  private final Path directory;
  private final boolean inUse;

  Outbox(HubSettings settings, MailSettings properties) {
    this.directory = settings.dataDir().resolve("outbox");
    this.inUse = properties.smtpUrl() == null;
  }

  /**
   * A mail.
   *
   * @param id its file name
   * @param text its text part
   */
  public record Mail(String id, @Nullable Instant sentAt, String to, String subject, String text) {}

  /** Whether mails go here, because no SMTP server is set. */
  public boolean isInUse() {
    return inUse;
  }

  /** The directory, as the operator finds it. */
  public Path directory() {
    return directory;
  }

  /**
   * A part of the list.
   *
   * @param mails newest first, at most {@value #PAGE}
   * @param newer what {@link #page} is asked for the part before; null where there is none
   * @param older the same for the part after
   */
  public record Page(List<Mail> mails, @Nullable String newer, @Nullable String older) {}

  /**
   * The mails older than one of them, newest first. The directory is read whole, since nothing else
   * lists it, but only names are, and few of them are held.
   *
   * @param before the file name of a mail, which need not be there any more; empty for the newest
   */
  public Page page(String before) {
    var shown = new TreeSet<String>();
    var above = new TreeSet<String>();
    if (Files.isDirectory(directory)) {
      try (var files = Files.newDirectoryStream(directory, "*.eml")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (!NAME.matcher(name).matches()) {
            continue;
          }
          if (before.isEmpty() || name.compareTo(before) < 0) {
            shown.add(name);
            if (shown.size() > PAGE + 1) {
              shown.pollFirst();
            }
          } else {
            above.add(name);
            if (above.size() > PAGE + 1) {
              above.pollLast();
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    List<String> names = shown.descendingSet().stream().limit(PAGE).toList();
    return new Page(
        names.stream().map(this::find).flatMap(Optional::stream).toList(),
        above.isEmpty() ? null : above.size() > PAGE ? above.last() : "",
        shown.size() > PAGE ? names.getLast() : null);
  }

  /** One mail. */
  public Optional<Mail> find(String id) {
    if (!NAME.matcher(id).matches()) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(directory.resolve(id))) {
      var message = new MimeMessage(Session.getInstance(new Properties()), in);
      var to = message.getAllRecipients();
      var sent = message.getSentDate();
      return Optional.of(
          new Mail(
              id,
              sent == null ? null : sent.toInstant(),
              to == null || to.length == 0 ? "" : to[0].toString(),
              message.getSubject() == null ? "" : message.getSubject(),
              text(message)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new IllegalStateException(id + " is no mail", e);
    }
  }

  void put(MimeMessage message) throws IOException, MessagingException {
    Files.createDirectories(directory);
    message.setSentDate(Date.from(Instant.now()));
    message.saveChanges();
    String name = TIME.format(Instant.now()) + "-" + Secret.random(10).text() + ".eml";
    // It holds links that sign people in: for the owner's eyes only.
    Path part = PrivateFiles.create(directory, ".");
    try (var out = Files.newOutputStream(part)) {
      message.writeTo(out);
    }
    try (var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String text(Part part) throws MessagingException, IOException {
    if (part.isMimeType("text/plain") && part.getContent() instanceof String text) {
      return text;
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart inner = parts.getBodyPart(i);
        String text = text(inner);
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return "";
  }
}
