package hub.web.startup;

import hub.accounts.limit.Network;
import hub.db.StartRefused;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every variable of the hub: the one table of them. Each can also be given as {@code NAME_FILE},
 * the path of a file that holds the value. An empty value counts as unset.
 */
enum Variable {
  HUB_PORT("server.port", "8080", "Port the hub listens on.", Variable::port),
  HUB_URL(
      "hub.url",
      "`http://localhost:<HUB_PORT>`",
      "Public address, as people and Docker type it. Links in mails, image names and cookies follow"
          + " it; behind a proxy it is the proxy's address, such as `https://hub.local`.",
      Variable::address),
  HUB_DATA_DIR(
      "hub.data-dir",
      "hub-data",
      "Directory that holds all that is kept: the embedded database, `blobs/`, `outbox/`, `tls/`.",
      Variable::path),
  HUB_DB_URL(
      "hub.db.url",
      null,
      "PostgreSQL 15 or newer (18 is best), such as `jdbc:postgresql://db:5432/hub`. Unset: the"
          + " embedded PostgreSQL, for one node. All three `HUB_DB_…` or none.",
      Variable::database),
  HUB_DB_USER("hub.db.user", null, "Its user, who owns the database.", Variable::text),
  HUB_DB_PASSWORD("hub.db.password", null, "The password of that user.", Variable::text),
  HUB_STORAGE(
      "hub.storage",
      "fs",
      "Where the bytes of images are: `fs`, files in the data directory; or `s3`, a bucket, which"
          + " many nodes can share.",
      Variable.oneOf("fs", "s3")),
  HUB_S3_ENDPOINT(
      "hub.s3.endpoint",
      null,
      "Address of the S3 service, such as `https://s3.example.org`. Unset: Amazon's in the region."
          + " With redirects, clients must reach it by this address too.",
      Variable::address),
  HUB_S3_REGION("hub.s3.region", "us-east-1", "Its region.", Variable::text),
  HUB_S3_BUCKET(
      "hub.s3.bucket",
      null,
      "A bucket that is there, and that holds nothing else. `s3` needs it and both keys.",
      Variable::text),
  HUB_S3_ACCESS_KEY("hub.s3.access-key", null, "Key that may use the bucket.", Variable::text),
  HUB_S3_SECRET_KEY("hub.s3.secret-key", null, "The secret of that key.", Variable::text),
  HUB_S3_PATH_STYLE(
      "hub.s3.path-style",
      "true",
      "`true`: the bucket stands in the path; `false`: in the host's name.",
      Variable.oneOf("true", "false")),
  HUB_S3_REDIRECT(
      "hub.s3.redirect",
      "true",
      "`true`: who pulls a blob is sent to the bucket, with an address that is good for 20 minutes."
          + " `false`: the bytes come through the hub.",
      Variable.oneOf("true", "false")),
  HUB_S3_REDIRECT_EXCEPT(
      "hub.s3.redirect-except",
      null,
      "Addresses and networks, separated by commas, whose clients get the bytes through the hub all"
          + " the same, because they cannot reach the bucket.",
      Variable::networks),
  HUB_STORAGE_DURABILITY(
      "hub.storage-durability",
      "durable",
      "`durable`: bytes are on the disk before a push is acknowledged. `relaxed`: they are written"
          + " and not synced; a little faster for small layers, and a power cut may lose the last"
          + " seconds.",
      Variable.oneOf("durable", "relaxed")),
  HUB_SMTP_URL(
      "hub.smtp-url",
      null,
      "Server that sends the mail: `smtp://user:password@host:587`, or `smtps://…` for TLS from the"
          + " first byte. Unset: each mail is a file in `outbox/`, also shown to admins at"
          + " `/admin/outbox`.",
      Variable::smtp),
  HUB_MAIL_FROM(
      "hub.mail-from", "`hub@<host of HUB_URL>`", "Sender of every mail.", Variable::mailAddress),
  HUB_ADMIN_USERNAME(
      "hub.admin.username",
      null,
      "Docker ID of a confirmed site admin that is made at start where the name is free. All three"
          + " `HUB_ADMIN_…` or none; without them a one-time set-up link is printed.",
      Variable::text),
  HUB_ADMIN_EMAIL("hub.admin.email", null, "E-mail address of that admin.", Variable::mailAddress),
  HUB_ADMIN_PASSWORD("hub.admin.password", null, "First password of that admin.", Variable::text),
  HUB_SIGNUP(
      "hub.signup",
      "open",
      "Who may sign up: `open` is everybody, `closed` is nobody.",
      Variable::signUp),
  HUB_FREE_PRIVATE_REPOS(
      "hub.free-private-repos",
      "1",
      "How many private repositories a namespace may have.",
      Variable::count),
  HUB_PULL_LIMIT(
      "hub.pull-limit",
      "0",
      "How many pulls an account may make in six hours; 0 is no limit. Clients are told in Docker's"
          + " `ratelimit-…` headers.",
      Variable::count),
  HUB_PULL_LIMIT_ANONYMOUS(
      "hub.pull-limit-anonymous",
      "0",
      "The same for one address without an account; of IPv6, one network of 64 bits.",
      Variable::count),
  HUB_STORAGE_QUOTA(
      "hub.storage-quota",
      null,
      "How much a namespace may store, such as `500M`, `50G` or `2T` (powers of 1000), or plain"
          + " bytes. A layer counts once in a namespace, however many of its repositories use it."
          + " Unset: as much as there is room.",
      Variable::size),
  HUB_UNTAGGED_RETENTION_DAYS(
      "hub.registry.garbage.untagged-retention-days",
      "30",
      "How many days an image stays that no tag and no multi-platform image names any more. `0`: one"
          + " day, which a push under way may need.",
      Variable::count),
  HUB_WEBHOOK_ALLOW(
      "hub.webhook-allow",
      null,
      "Internal places that webhooks may reach all the same, separated by commas: host names,"
          + " addresses, networks (`10.1.0.0/16`), or `*` for all.",
      Variable::text),
  HUB_TLS(
      "hub.tls",
      "off",
      "`off`: plain HTTP, for this machine or behind a proxy. `selfsigned`: a certificate authority"
          + " of the hub's own, to fetch at `/ca.crt`. `pem`: your certificate, read again when the"
          + " files change.",
      Variable.oneOf("off", "selfsigned", "pem")),
  HUB_TLS_CERT(
      "hub.tls-cert",
      "`<data>/tls/cert.pem`",
      "For `pem`: the certificate and those that it rests on.",
      Variable::path),
  HUB_TLS_KEY("hub.tls-key", "`<data>/tls/key.pem`", "For `pem`: its private key.", Variable::path),
  HUB_TRUSTED_PROXIES(
      "server.tomcat.remoteip.internal-proxies",
      "127.0.0.0/8,::1/128",
      "Addresses and networks of proxies, separated by commas, whose `X-Forwarded-For` and"
          + " `X-Forwarded-Proto` are believed.",
      Variable::networks),
  HUB_METRICS_TOKEN(
      "hub.metrics-token",
      null,
      "What a program must send as `Authorization: Bearer …` to read `/metrics`. Unset: only"
          + " programs on this machine may.",
      Variable::text);

  /** How a network is written here: all four numbers, though Java takes fewer for an address. */
  private static final Pattern NETWORK =
      Pattern.compile(
          "[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(/[0-9]{1,3})?");

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}|[0-9]{1,15}(?=$))([KMGTkmgt]?)");

  private final String property;
  private final @Nullable String preset;
  private final String meaning;
  private final Rule rule;

  Variable(String property, @Nullable String preset, String meaning, Rule rule) {
    this.property = property;
    this.preset = preset;
    this.meaning = meaning;
    this.rule = rule;
  }

  /** The Spring property that carries the value. */
  String property() {
    return property;
  }

  /** The value where none is given; null where there is none, or it follows from others. */
  @Nullable String preset() {
    return preset == null || preset.startsWith("`") ? null : preset;
  }

  /**
   * The value of the property, from what the operator gave.
   *
   * @throws StartRefused where it is no such value; the value itself is told only where it cannot
   *     hold a secret
   */
  String parse(String given) {
    try {
      return rule.parse(given.strip());
    } catch (BadValue e) {
      throw new StartRefused(
          "%s must be %s%s."
              .formatted(
                  name(), e.getMessage(), mayHoldASecret() ? "" : ", and is \"" + given + "\""));
    }
  }

  /** Its row in docs/configuration.md. */
  String row() {
    String value = preset == null ? "" : preset.startsWith("`") ? preset : "`" + preset + "`";
    return "| `%s` | %s | %s |".formatted(name(), value, meaning);
  }

  /** What the command line tells of it. */
  String help() {
    String value = preset == null ? "" : " (" + preset.replace("`", "") + ")";
    return "  %s%s%n      %s".formatted(name(), value, meaning.replace("`", ""));
  }

  private boolean mayHoldASecret() {
    return name().endsWith("PASSWORD")
        || name().endsWith("TOKEN")
        || this == HUB_S3_ENDPOINT
        || this == HUB_S3_ACCESS_KEY
        || this == HUB_S3_SECRET_KEY
        || name().endsWith("_URL") && this != HUB_URL;
  }

  /** Reads one kind of value. */
  private interface Rule {
    String parse(String given) throws BadValue;
  }

  /** What the value must be, as it goes on after "must be". */
  private static final class BadValue extends Exception {
    private static final long serialVersionUID = 1;

    BadValue(String wanted) {
      super(wanted);
    }
  }

  private static String text(String given) {
    return given;
  }

  private static String port(String given) throws BadValue {
    int port = number(given, "a port from 1 to 65535");
    if (port < 1 || port > 65_535) {
      throw new BadValue("a port from 1 to 65535");
    }
    return given;
  }

  private static String count(String given) throws BadValue {
    if (number(given, "a number, 0 or more") < 0) {
      throw new BadValue("a number, 0 or more");
    }
    return given;
  }

  private static String size(String given) throws BadValue {
    Matcher size = SIZE.matcher(given);
    if (!size.matches()) {
      throw new BadValue("a size such as 500M, 50G or 2T, or a number of bytes");
    }
    long bytes = Long.parseLong(size.group(1));
    for (int unit = " KMGT".indexOf(size.group(2).toUpperCase(Locale.ROOT)); unit > 0; unit--) {
      bytes *= 1000;
    }
    return Long.toString(bytes);
  }

  private static int number(String given, String wanted) throws BadValue {
    try {
      return Integer.parseInt(given);
    } catch (NumberFormatException e) {
      throw new BadValue(wanted);
    }
  }

  private static String address(String given) throws BadValue {
    String wanted =
        "an address without a path that begins with http:// or https://, such as https://hub.local";
    try {
      var uri = new URI(given.endsWith("/") ? given.substring(0, given.length() - 1) : given);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (!web
          || uri.getHost() == null
          || !uri.getRawPath().isEmpty()
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || uri.getRawUserInfo() != null) {
        throw new BadValue(wanted);
      }
      return uri.toString().toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      throw new BadValue(wanted);
    }
  }

  private static String path(String given) throws BadValue {
    try {
      return Path.of(given).toString();
    } catch (InvalidPathException e) {
      throw new BadValue("a path");
    }
  }

  private static String database(String given) throws BadValue {
    String url = given.replaceFirst("^postgres(ql)?://", "jdbc:postgresql://");
    if (!url.matches("jdbc:postgresql://[^/@\\s]+/[^/@?\\s]+(\\?\\S*)?")) {
      throw new BadValue("like jdbc:postgresql://host:5432/database, without user and password");
    }
    return url;
  }

  private static String smtp(String given) throws BadValue {
    try {
      var uri = new URI(given);
      if (uri.getHost() != null && List.of("smtp", "smtps").contains(uri.getScheme())) {
        return given;
      }
    } catch (URISyntaxException e) {
      // said below, without what it may have shown of a password
    }
    throw new BadValue(
        "like smtp://user:password@host:587 or smtps://host, with what is special in user and"
            + " password written as %XX");
  }

  private static String mailAddress(String given) throws BadValue {
    if (!given.matches("[^\\s@]+@[^\\s@]+|[^@<>]+<[^\\s@]+@[^\\s@]+>")) {
      throw new BadValue("an e-mail address, such as hub@example.org");
    }
    return given;
  }

  private static String networks(String given) throws BadValue {
    for (String network : given.split(",")) {
      if (!isNetwork(network.strip())) {
        throw new BadValue(
            "addresses and networks separated by commas, such as 10.0.0.5,172.16.0.0/12");
      }
    }
    return given;
  }

  private static boolean isNetwork(String text) {
    if (!NETWORK.matcher(text).matches()) {
      return false;
    }
    try {
      Network.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@code invite} was offered once, and meant what {@code closed} means. */
  private static String signUp(String given) throws BadValue {
    return oneOf("open", "closed").parse(given.equals("invite") ? "closed" : given);
  }

  private static Rule oneOf(String... values) {
    return given -> {
      if (!Arrays.asList(values).contains(given)) {
        throw new BadValue(values.length == 1 ? values[0] : "one of " + String.join(", ", values));
      }
      return given;
    };
  }
}
