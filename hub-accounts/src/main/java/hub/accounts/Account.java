package hub.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in, or an organisation. It owns the namespace of its name, which never changes
 * and is never given again.
 */
@Entity
@Table(name = "account")
public class Account {

  enum Kind {
    person,
    organization
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  private String name;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  private String fullName = "";
  private @Nullable String email;
  private @Nullable Instant emailConfirmedAt;
  private @Nullable String pendingEmail;
  private @Nullable String passwordHash;
  private int passwordEpoch;

  @Column(updatable = false, insertable = false)
  private int epoch;

  @Column(updatable = false, insertable = false)
  private @Nullable Instant suspendedAt;

  private boolean siteAdmin;
  private boolean privateByDefault;
  private String locale = "en";
  private @Nullable String theme;

  @Column(updatable = false)
  private Instant createdAt = Instant.now();

  @Version private int version;

  /** For JPA. */
  protected Account() {
    this.name = "";
    this.kind = Kind.person;
  }

  /** The id; an account that was never saved has none. */
  public long id() {
    if (id == null) {
      throw new IllegalStateException("account " + name + " is not saved");
    }
    return id;
  }

  public String name() {
    return name;
  }

  /** What people call it, or its name where it has told none. */
  public String displayName() {
    return fullName.isEmpty() ? name : fullName;
  }

  public String fullName() {
    return fullName;
  }

  public boolean isOrganization() {
    return kind == Kind.organization;
  }

  public @Nullable String email() {
    return email;
  }

  public boolean isEmailConfirmed() {
    return emailConfirmedAt != null;
  }

  public boolean isSiteAdmin() {
    return siteAdmin;
  }

  /** Whether a repository that a push creates in this namespace is private. */
  public boolean isPrivateByDefault() {
    return privateByDefault;
  }

  /** {@code light} or {@code dark} where the person chose, else null: as the system has it. */
  public @Nullable String theme() {
    return theme;
  }

  public String locale() {
    return locale;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The age of what is made from the password: see {@link Epoch}. */
  public Epoch passwordEpoch() {
    return new Epoch(epoch, passwordEpoch);
  }

  /** Whether the account opens no door at present. */
  public boolean isSuspended() {
    return suspendedAt != null;
  }

  /** The hash that a password is compared with; null for an organisation. */
  public @Nullable String passwordHash() {
    return passwordHash;
  }

  /** The address that is to replace {@link #email()} once its link is opened. */
  public @Nullable String pendingEmail() {
    return pendingEmail;
  }

  /** Takes another full name. */
  public void rename(String fullName) {
    this.fullName = fullName;
  }

  /** Whether repositories that pushes create in this namespace are private from now on. */
  public void setPrivateByDefault(boolean privateByDefault) {
    this.privateByDefault = privateByDefault;
  }

  /** {@code light}, {@code dark}, or null: as the system has it. */
  public void setTheme(@Nullable String theme) {
    this.theme = theme;
  }

  /** Takes another password, by its hash; all that was made from the old one ends. */
  public void setPasswordHash(String passwordHash) {
    this.passwordHash = passwordHash;
    passwordEpoch++;
  }

  /** An unconfirmed address is simply corrected; a confirmed one stays until the new one is. */
  public void changeEmail(String email) {
    if (isEmailConfirmed()) {
      pendingEmail = email.equalsIgnoreCase(this.email) ? null : email;
    } else {
      this.email = email;
    }
  }

  /** Whether a link that was mailed to this address may still confirm it. */
  public boolean expects(String address) {
    return address.equals(email) || address.equals(pendingEmail);
  }

  /** The person has opened the link that was mailed to this address. */
  public void confirm(String address) {
    email = address;
    pendingEmail = null;
    emailConfirmedAt = Instant.now();
  }
}
