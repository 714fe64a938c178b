package hub;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import elsewhere.circle.Round;
import hub.accounts.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.modulith.core.ApplicationModules;

/** The house drawn: which arrows there may be, and how large a file may get. */
class ArchitectureTests {

  private static final List<String> WITHOUT_CIRCLES =
      List.of(
          "hub.db",
          "hub.accounts",
          "hub.repositories",
          "hub.registry",
          "hub.search",
          "hub.webhooks",
          "hub.web");

  private static final List<String> IN_SMALL_FILES =
      List.of(
          "db",
          "hub-accounts",
          "hub-repositories",
          "hub-registry",
          "hub-search",
          "hub-webhooks",
          "hub-web",
          "hub-testing",
          "hub-bench");

  private static final int MOST_LINES = 400;

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  private static final ArchRule NO_CIRCLE =
      slices().assignedFrom(PACKAGES).should().beFreeOfCycles();

  /** What changes an account, and the hash of its password. */
  private static final DescribedPredicate<CodeUnitCallTarget> ITS_OWN_AFFAIRS =
      DescribedPredicate.describe(
          "what only hub-accounts may ask of an account",
          call ->
              call.getOwner().isEquivalentTo(Account.class)
                  && !call.getName().equals("<init>")
                  && (call.getRawReturnType().isEquivalentTo(void.class)
                      || call.getName().equals("passwordHash")));

  @Test
  void modulesReachEachOtherOnlyByTheirApiAndInOneDirection() {
    ApplicationModules.of(HubApplication.class).verify();
  }

  @ParameterizedTest
  @FieldSource("WITHOUT_CIRCLES")
  void thePackagesOfAModuleFormNoCircle(String module) {
    NO_CIRCLE.check(mainClasses(module));
  }

  @Test
  void aCircleWouldBeFound() {
    JavaClasses circle = new ClassFileImporter().importPackagesOf(Round.class);
    assertThatThrownBy(() -> NO_CIRCLE.check(circle))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Cycle detected");
  }

  @Test
  void onlyItsOwnModuleChangesAnAccountOrReadsItsPasswordHash() {
    JavaClasses classes = mainClasses("hub");
    noClasses()
        .that()
        .resideOutsideOfPackage("hub.accounts..")
        .should()
        .callMethodWhere(target(ITS_OWN_AFFAIRS))
        .check(classes);
    // the control: the rule knows these calls where they are allowed
    assertThat(
            classes.that(resideInAPackage("hub.accounts..")).stream()
                .flatMap(it -> it.getMethodCallsFromSelf().stream())
                .map(it -> it.getTarget())
                .filter(ITS_OWN_AFFAIRS)
                .map(it -> it.getName()))
        .contains("passwordHash", "setPasswordHash", "confirm", "rename");
  }

  @ParameterizedTest
  @FieldSource("IN_SMALL_FILES")
  void noFileOfMainCodeIsLargerThanOneReadsAtOnce(String module) throws IOException {
    Path sources = Path.of("..", module, "src", "main");
    assertThat(sources).isDirectory();
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> all = files.filter(it -> it.toString().endsWith(".java")).toList();
      assertThat(all)
          .isNotEmpty()
          .allSatisfy(it -> assertThat(lines(it)).isLessThanOrEqualTo(MOST_LINES));
    }
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private static JavaClasses mainClasses(String... packages) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(packages);
  }
}
