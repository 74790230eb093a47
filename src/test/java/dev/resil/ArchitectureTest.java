package dev.resil;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the packages, as the design has them. */
class ArchitectureTest {
  private static final String RESIL = "dev.resil.";

  /** {@link Main}, and what it wires parts with. */
  private static final DescribedPredicate<JavaClass> MAIN = resideInAPackage("dev.resil");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.resil");

  /** A package, and the packages of resil that it may know. Those to come may be absent. */
  @ParameterizedTest
  @CsvSource({
    "text,",
    "json, text",
    "posix, text",
    "retry, text",
    "breaker, text",
    "match, text",
    "run, retry breaker match text",
    "loop, run match text posix",
    "command, loop run retry breaker match text posix",
    "hook, command loop run breaker match text posix",
    "cache, state json text",
    "fallback, cache hook command loop run breaker match text posix",
    "http, loop run retry breaker match json text posix tls",
    "state, text",
    "tls,",
    "redis, state tls text",
    "guard, state run breaker match json text",
    "stats, guard state run breaker match json text",
    "report, run retry breaker match json text posix",
    "config, json text"
  })
  void shouldKnowNoOtherPackages(String name, String known) {
    String[] allowed =
        Arrays.stream((known == null ? name : name + " " + known).split(" ", -1))
            .map(ArchitectureTest::folder)
            .toArray(String[]::new);
    check(
        classes()
            .that()
            .resideInAPackage(folder(name))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(allowed)
                    .or(DescribedPredicate.not(resideInAPackage("dev.resil..")))));
  }

  private static String folder(String name) {
    return RESIL + name + "..";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  /** A rule about packages that are not there any more would hold for ever. */
  @Test
  void shouldFindThePackagesThatItSpeaksOf() {
    assertThat(
            List.of(
                "breaker",
                "cache",
                "cli",
                "command",
                "config",
                "fallback",
                "guard",
                "hook",
                "http",
                "json",
                "loop",
                "match",
                "posix",
                "redis",
                "report",
                "retry",
                "run",
                "state",
                "stats",
                "text",
                "tls"))
        .allMatch(name -> CLASSES.containPackage(RESIL + name));
  }

  @Test
  void shouldHaveNoPackageWithoutRules() {
    check(
        classes()
            .should()
            .resideInAnyPackage(
                "dev.resil",
                "..text..",
                "..json..",
                "..posix..",
                "..retry..",
                "..breaker..",
                "..match..",
                "..run..",
                "..loop..",
                "..command..",
                "..hook..",
                "..cache..",
                "..fallback..",
                "..http..",
                "..state..",
                "..tls..",
                "..redis..",
                "..guard..",
                "..stats..",
                "..report..",
                "..config..",
                "..cli.."));
  }

  @Test
  void shouldComputePurelyWhereItDecides() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(folder("retry"), folder("breaker"), folder("match"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.net..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now"));
  }

  @Test
  void shouldReadTheCommandLineInOnePlace() {
    only(resideInAPackage(folder("cli")).or(MAIN), "picocli..");
  }

  @Test
  void shouldWriteJsonOnlyWhereJsonIsStored() {
    only(
        resideInAnyPackage(
            folder("json"),
            folder("report"),
            folder("guard"),
            folder("config"),
            folder("cache"),
            folder("stats")),
        "tools.jackson..");
  }

  @Test
  void shouldTalkToRedisInOnePlace() {
    only(resideInAPackage(folder("redis")), "redis.clients..");
  }

  @Test
  void shouldKnowHistogramsInOnePlace() {
    only(resideInAPackage(folder("stats")), "org.HdrHistogram..");
  }

  @Test
  void shouldReadTomlInOnePlace() {
    only(resideInAPackage(folder("config")), "org.tomlj..");
  }

  @Test
  void shouldCallCInOnePlace() {
    only(resideInAPackage(folder("posix")), "java.lang.foreign..");
  }

  private static void only(DescribedPredicate<JavaClass> those, String packages) {
    check(
        noClasses()
            .that(DescribedPredicate.not(those))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(packages));
  }

  /** They fold signals into exit codes and close descriptors; Posix does not. */
  @Test
  void shouldNotStartProcessesAsTheJdkDoes() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Process.class, ProcessBuilder.class, ProcessHandle.class));
  }

  @Test
  void shouldHaveNoCycles() {
    check(slices().matching("dev.resil.(*)..").should().beFreeOfCycles());
  }

  @Test
  void shouldBeKnownToNobodyAsMainAndCommandLine() {
    check(
        noClasses()
            .that(DescribedPredicate.not(resideInAPackage(folder("cli")).or(MAIN)))
            .should()
            .dependOnClassesThat(resideInAPackage(folder("cli")).or(MAIN)));
  }
}
