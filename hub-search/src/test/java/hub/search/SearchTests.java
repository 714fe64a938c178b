package hub.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.Reach;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.Visibility;
import hub.repositories.access.Collaborators;
import hub.repositories.access.NotAllowed;
import hub.repositories.life.NewRepository;
import hub.repositories.life.Repositories;
import hub.repositories.push.PushAdmission;
import hub.search.index.SearchIndex;
import hub.search.star.Stars;
import hubtesting.FreshDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@FreshDatabase
class SearchTests {

  @Autowired Search search;
  @Autowired Stars stars;
  @Autowired SearchIndex index;
  @Autowired TopRepositories top;
  @Autowired Repositories repositories;
  @Autowired PushAdmission admission;
  @Autowired Collaborators collaborators;
  @Autowired JdbcClient jdbc;

  private Caller admin;
  private Caller maria;
  private Caller joao;

  @BeforeEach
  void aSmallHub() {
    jdbc.sql("truncate repository cascade").update();
    jdbc.sql("delete from account where kind = 'person'").update();
    admin = person("admin", true);
    maria = person("marialima", false);
    joao = person("joaopedro", false);
    make(admin, "library/nginx", "Web server and proxy");
    make(admin, "library/postgres", "The relational database");
    make(joao, "joaopedro/nginx", "My build of the web server");
    make(
        maria,
        "marialima/estoque-api",
        "API do estoque: conte\u00fado, pre\u00e7os e produ\u00e7\u00e3o");
    make(maria, "marialima/nginx-proxy", "Proxies requests to containers");
    make(joao, "joaopedro/my_web.cache", "Nothing else");
  }

  private Caller person(String name, boolean siteAdmin) {
    long id =
        jdbc.sql(
                """
                insert into account
                  (name, kind, email, email_confirmed_at, password_hash, site_admin)
                values (:name, 'person', :name || '@example.org', now(), 'none', :admin)
                returning id
                """)
            .param("name", name)
            .param("admin", siteAdmin)
            .query(Long.class)
            .single();
    return new Caller(
        new Caller.Identity(id, name, true, siteAdmin),
        Credential.password(Epoch.FIRST, Origin.INSIDE),
        Reach.EVERYTHING);
  }

  private RepositoryDetail make(Caller caller, String name, String description) {
    return repositories.create(
        caller, new NewRepository(RepositoryName.parse(name), description, Visibility.PUBLIC));
  }

  private Results find(Caller caller, String text) {
    return search.find(caller, new SearchQuery(text, false, 0, SearchOrder.BEST, 1, 25));
  }

  private List<String> names(Caller caller, String text) {
    return names(find(caller, text));
  }

  private static List<String> names(Results results) {
    return names(results.hits());
  }

  private static List<String> names(List<Hit> hits) {
    return hits.stream().map(it -> it.name().familiar()).toList();
  }

  private void pulls(String name, long pulls) {
    jdbc.sql(
            """
            insert into repository_activity (repository_id, pulls)
            select repository_id, :pulls from search_entry where full_name = :name
            """)
        .param("name", name)
        .param("pulls", pulls)
        .update();
  }

  @Test
  void putsTheExactNameFirstAndTheOfficialOneBeforeTheOthers() {
    pulls("marialima/nginx-proxy", 1_000_000);

    assertThat(names(Caller.anonymous(), "nginx"))
        .containsExactly("nginx", "joaopedro/nginx", "marialima/nginx-proxy");
    assertThat(names(Caller.anonymous(), "joaopedro/nginx")).containsExactly("joaopedro/nginx");
    assertThat(find(Caller.anonymous(), "nginx").hits().getFirst().official()).isTrue();
  }

  @Test
  void putsWhatIsUsedBeforeWhatIsNot() {
    make(joao, "joaopedro/proxy-a", "");
    make(joao, "joaopedro/proxy-b", "");
    pulls("joaopedro/proxy-b", 5000);

    List<String> found = names(Caller.anonymous(), "proxy");

    assertThat(found.indexOf("joaopedro/proxy-b")).isLessThan(found.indexOf("joaopedro/proxy-a"));
  }

  @ParameterizedTest
  @CsvSource({
    "marialima, 'marialima/estoque-api,marialima/nginx-proxy'",
    "marialima/, 'marialima/estoque-api,marialima/nginx-proxy'",
    "marialima/est, marialima/estoque-api",
    "MariaLima/Est, marialima/estoque-api",
    "library/ng, nginx",
    "conteudo, marialima/estoque-api",
    "producao preco, marialima/estoque-api",
    "proxied request, marialima/nginx-proxy",
    "relat, postgres",
    "stoqu, marialima/estoque-api",
    "api estoque, marialima/estoque-api",
    "cache, joaopedro/my_web.cache",
    "my-web-ca, joaopedro/my_web.cache"
  })
  void findsWordsStemsBeginningsPartsAndNamespaces(String text, String expected) {
    assertThat(String.join(",", names(Caller.anonymous(), text).stream().sorted().toList()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"postgers, postgres", "ngnix, nginx", "estoqe-api, marialima/estoque-api"})
  void suggestsWhatWasPerhapsMeant(String typed, String meant) {
    Results results = find(Caller.anonymous(), typed);

    assertThat(results.suggestion()).isEqualTo(meant);
    assertThat(names(results)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "_",
        "%%%%",
        "'",
        "'; drop table account; --",
        "\\",
        "a\\",
        "\0",
        "nginx\0",
        ":*",
        "!()&|<->",
        "' & '",
        "\ud83d\ude80",
        "\ud83d",
        "\u4f60\u597d",
        "\u0000\u0001\u001f",
        "\u00bd",
        "e\u0301",
        "/",
        "//",
        "a/b/c",
        "marialima/%",
        "marialima/_",
        "<script>alert(1)</script>",
        "the",
        "the of and",
        "\u0130",
        "a/\\",
        "zzzzzzzzzz"
      })
  void neverFailsOnWhatAVisitorTypes(String text) {
    for (SearchOrder order : SearchOrder.values()) {
      Results results =
          search.find(Caller.anonymous(), new SearchQuery(text, false, 0, order, 1, 25));
      assertThat(results.total()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void takesTenThousandCharactersAndAnyPage() {
    assertThat(names(Caller.anonymous(), "x".repeat(10_000))).isEmpty();
    assertThat(names(Caller.anonymous(), "nginx ".repeat(2_000))).contains("nginx");
    for (int page : new int[] {-1, 0, 2, 1_000_000, Integer.MAX_VALUE}) {
      Results results =
          search.find(
              Caller.anonymous(),
              new SearchQuery("nginx", false, 0, SearchOrder.BEST, page, 9_999));
      assertThat(results.total()).isEqualTo(3);
    }
  }

  @Test
  void listsAllWithoutWordsAndFiltersOfficialOnesAndStars() {
    assertThat(names(Caller.anonymous(), " ")).hasSize(6).startsWith("nginx", "postgres");
    assertThat(
            names(
                search.find(
                    Caller.anonymous(), new SearchQuery("", true, 0, SearchOrder.BEST, 1, 25))))
        .containsExactly("nginx", "postgres");

    stars.star(maria, find(maria, "joaopedro/nginx").hits().getFirst().repositoryId());

    assertThat(
            names(
                search.find(
                    Caller.anonymous(),
                    new SearchQuery("nginx", false, 1, SearchOrder.BEST, 1, 25))))
        .containsExactly("joaopedro/nginx");
  }

  @Test
  void pagesWithoutRepeating() {
    List<String> seen = new ArrayList<>();
    for (int page = 1; page <= 3; page++) {
      seen.addAll(
          names(
              search.find(
                  Caller.anonymous(), new SearchQuery("", false, 0, SearchOrder.BEST, page, 2))));
    }
    assertThat(seen).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void showsPrivateRepositoriesToTheirOwnersAndCollaboratorsOnlyAndDraftsToNobody() {
    RepositoryName secret = make(maria, "marialima/secret", "").name();
    repositories.changeVisibility(maria, secret, Visibility.PRIVATE);
    admission.open(maria, RepositoryName.parse("marialima/secretdraft"));

    assertThat(names(Caller.anonymous(), "secret")).isEmpty();
    assertThat(find(joao, "secret")).isEqualTo(new Results(List.of(), 0, null));
    assertThat(find(joao, "secert").suggestion()).isNull();
    assertThat(names(maria, "secret")).containsExactly("marialima/secret");
    assertThat(find(maria, "secret").hits().getFirst().isPrivate()).isTrue();

    collaborators.add(maria, secret, "joaopedro");

    assertThat(names(joao, "secret")).containsExactly("marialima/secret");
  }

  @Test
  void followsWhatHappensToARepository() {
    RepositoryName name = make(maria, "marialima/fresh", "").name();
    repositories.describe(maria, name, "Quickstep", "# Foxtrot");

    assertThat(names(joao, "quickstep")).containsExactly("marialima/fresh");
    assertThat(names(joao, "foxtrot")).containsExactly("marialima/fresh");

    repositories.delete(maria, name, "fresh");

    assertThat(names(joao, "quickstep")).isEmpty();
  }

  @Test
  void addsMissingEntriesWhenTheHubStarts() {
    jdbc.sql("delete from search_entry").update();
    assertThat(names(joao, "nginx")).isEmpty();

    index.repair();

    assertThat(names(joao, "nginx")).hasSize(3);
  }

  @Test
  void theTopOfASmallHubIsReadAnewEachTime() {
    pulls("library/nginx", 3);
    assertThat(top.read().total()).isEqualTo(6);
    assertThat(top.read().mostPulled().getFirst().name().familiar()).isEqualTo("nginx");

    make(maria, "marialima/fresh", "");
    pulls("marialima/fresh", 5);

    assertThat(top.read().total()).isEqualTo(7);
    assertThat(top.read().mostPulled().getFirst().name().familiar()).isEqualTo("marialima/fresh");
  }

  @Test
  void theTopOfALargeHubIsKeptButNeverShowsWhatWasHidden() {
    pulls("joaopedro/nginx", 3);
    jdbc.sql(
            """
            insert into repository (namespace_id, name, visibility)
            select :maria, 'many-' || g, 'public' from generate_series(1, :many) g
            """)
        .param("maria", maria.accountId())
        .param("many", TopRepositories.LARGE)
        .update();
    index.repair();
    assertThat(top.read().total()).isEqualTo(TopRepositories.LARGE + 6);
    assertThat(names(top.read().mostPulled())).startsWith("joaopedro/nginx").hasSize(5);

    pulls("marialima/many-1", 9);
    assertThat(names(top.read().mostPulled())).startsWith("joaopedro/nginx").hasSize(5);

    repositories.changeVisibility(
        joao, RepositoryName.parse("joaopedro/nginx"), Visibility.PRIVATE);
    assertThat(names(top.read().mostPulled())).doesNotContain("joaopedro/nginx").hasSize(4);
  }

  @Test
  void countsAStarOnceHoweverOftenItIsGiven() throws Exception {
    long id = find(joao, "nginx").hits().getFirst().repositoryId();
    var start = new CyclicBarrier(8);
    try (var executor = Executors.newFixedThreadPool(8)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Caller caller = i % 2 == 0 ? maria : joao;
        futures.add(
            executor.submit(
                () -> {
                  start.await();
                  return stars.star(caller, id);
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }

    assertThat(stars.count(id)).isEqualTo(2);
    assertThat(stars.isStarred(maria, id)).isTrue();
    assertThat(stars.unstar(maria, id)).isEqualTo(1);
    assertThat(stars.unstar(maria, id)).isEqualTo(1);
    assertThat(stars.isStarred(maria, id)).isFalse();
    repositories.describe(admin, RepositoryName.parse("nginx"), "Changed", null);
    assertThat(find(joao, "nginx").hits().getFirst().stars()).isEqualTo(1);
  }

  @Test
  void letsOnlySignedInPeopleStarWhatTheySee() {
    RepositoryDetail secret = make(maria, "marialima/secret", "");
    repositories.changeVisibility(maria, secret.name(), Visibility.PRIVATE);

    assertThatThrownBy(() -> stars.star(joao, secret.id())).isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(() -> stars.star(joao, -5)).isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(() -> stars.star(Caller.anonymous(), secret.id()))
        .isInstanceOf(NotAllowed.class);
  }
}
