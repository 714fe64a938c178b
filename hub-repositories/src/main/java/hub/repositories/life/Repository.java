package hub.repositories.life;

import hub.repositories.PlainText;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.Visibility;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.SQLRestriction;
import org.jspecify.annotations.Nullable;

/** A place for images under one name, which never changes. Drafts are not seen from here. */
@Entity
@Table(name = "repository")
@SQLRestriction("not draft")
class Repository {

  static final int MAX_DESCRIPTION = 100;
  static final int MAX_OVERVIEW = 25_000;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(updatable = false)
  private long namespaceId;

  @Column(updatable = false)
  private String name;

  private Visibility visibility = Visibility.PUBLIC;
  private String description = "";
  private String overview = "";

  @Column(updatable = false)
  private Instant createdAt = Instant.EPOCH;

  private Instant updatedAt = Instant.EPOCH;

  @Version private int version;

  /** For JPA; rows are made by {@link Repositories}, which must win races. */
  protected Repository() {
    this.name = "";
  }

  void describe(String description) {
    this.description = PlainText.line("description", description, MAX_DESCRIPTION);
    this.updatedAt = Instant.now();
  }

  void explain(String overview) {
    this.overview = PlainText.block("overview", overview, MAX_OVERVIEW);
    this.updatedAt = Instant.now();
  }

  void show(Visibility visibility) {
    this.visibility = visibility;
    this.updatedAt = Instant.now();
  }

  Visibility visibility() {
    return visibility;
  }

  RepositoryDetail detail(RepositoryName name) {
    if (id == null) {
      throw new IllegalStateException("repository " + this.name + " is not saved");
    }
    return new RepositoryDetail(
        id, namespaceId, name, visibility, description, overview, createdAt, updatedAt);
  }
}
