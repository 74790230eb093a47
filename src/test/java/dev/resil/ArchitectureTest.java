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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of resil and their permitted dependencies, in one list. */
class ArchitectureTest {
  private static final String RESIL = "dev.resil";

  /** A package and its permitted dependencies, explained in {@code docs/architecture.md}. */
  private static final Map<String, Set<String>> ROOMS =
      rooms(
          """
          text:
          time:
          retry:
          breaker: text
          limit: text
          tls: files posix text
          json: text
          posix: text
          pattern:
          outcome: pattern text
          files: posix text
          run: breaker limit outcome retry time
          state: files posix text time
          redis: state files tls posix text time
          config: files json text
          cache: files json text
          io: run outcome posix text time
          process: io run outcome posix text time
          command: process io run outcome posix text time
          http.wire: tls text
          http.coding: text
          http: http.wire http.coding files io run outcome posix tls text time
          wait: files http outcome redis retry run text time
          wait.check: wait redis http http.wire tls files process io run retry outcome posix text time
          ping: http http.wire io run outcome posix time
          hook: files process run breaker outcome posix text time
          fallback: cache files hook process io run outcome posix text
          doctor: files json posix text
          breaker.store: state run breaker outcome json time
          limit.store: io state run limit posix json time
          limit.view: limit.store state limit json text
          breaker.view: breaker.store state breaker json text
          stats: breaker.view limit.view state run breaker limit outcome json text
          report.terminal: io run retry breaker limit outcome posix json text time
          report: report.terminal files io run retry breaker limit outcome posix json text
          report.ci: report report.terminal io run outcome posix text
          cli.options: hook ping fallback command cache state run retry breaker limit outcome text
          cli.help: cli.options state outcome text
          cli.config: cli.help cli.options config text
          cli.run: cli.options cli.wait wait report.terminal command cache run retry outcome posix text
          cli.http: cli.options http http.wire cache files io run retry breaker outcome tls posix text
          cli.wait: cli.options cli.http hook wait wait.check outcome retry run posix text
          cli.records: cli.options cli.help state run outcome text
          cli.breaker: cli.options cli.help cli.records breaker.view breaker.store report.terminal state run breaker outcome text
          cli.limit: cli.options cli.help cli.records limit.view limit.store limit state run text
          cli.stats: cli.options cli.help cli.records cli.breaker cli.limit stats report breaker.view limit.view state posix breaker text
          cli.cache: cli.options cache text
          cli.doctor: cli.options cli.config doctor config text
          cli: cli.run cli.http cli.wait cli.breaker cli.limit cli.stats cli.cache cli.config cli.doctor cli.help cli.options
          app: *
          .: *
          """);

  private static final Path SOURCES = Path.of("src/main/java");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(RESIL);

  /** Lines of {@code PACKAGE: DEPENDENCY...}; a star means all packages. */
  private static Map<String, Set<String>> rooms(String text) {
    return text.lines()
        .map(line -> line.split(":", -1))
        .collect(
            Collectors.toMap(
                room -> room[0],
                room -> Arrays.stream(room[1].split(" ", -1)).collect(Collectors.toSet())));
  }

  static Set<String> rooms() {
    return ROOMS.keySet();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void shouldDependOnlyOnListedPackages(String room) {
    Set<String> known = ROOMS.get(room);
    if (known.contains("*")) {
      return;
    }
    String[] allowed =
        Stream.concat(Stream.of(room), known.stream().filter(name -> !name.isEmpty()))
            .map(ArchitectureTest::name)
            .toArray(String[]::new);
    check(
        classes()
            .that()
            .resideInAPackage(name(room))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(allowed)
                    .or(DescribedPredicate.not(resideInAPackage(RESIL + "..")))));
  }

  /** A rule about a removed package would always hold. */
  @Test
  void shouldListEveryPackage() {
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.equals(RESIL) ? "." : name.substring(RESIL.length() + 1))
            .collect(Collectors.toSet());
    assertThat(ROOMS.keySet()).isEqualTo(found);
  }

  @Test
  void shouldDescribeEachPackage() {
    assertThat(rooms())
        .allMatch(room -> Files.exists(SOURCES.resolve(path(room)).resolve("package-info.java")));
  }

  private static String path(String room) {
    return name(room).replace('.', '/');
  }

  private static String name(String room) {
    return room.equals(".") ? RESIL : RESIL + "." + room;
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  /** The reading order names only existing files. */
  @Test
  void shouldNameOnlyExistingFilesInTheArchitectureGuide() throws IOException {
    Matcher names =
        Pattern.compile("`((?:[a-z]+/)*[A-Z]\\w+)`")
            .matcher(Files.readString(Path.of("docs/architecture.md")));
    List<String> named = names.results().map(name -> name.group(1)).distinct().toList();
    assertThat(named)
        .hasSizeGreaterThan(20)
        .allMatch(name ->
            CLASSES.stream()
                    .map(type -> type.getName().replace('.', '/'))
                    .anyMatch(type -> type.endsWith("/" + name))
                || name.equals("ArchitectureTest"));
  }

  @Test
  void shouldMakeDecisionsInPureCode() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                name("retry"), name("breaker"), name("limit"), name("outcome"), name("pattern"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now"));
  }

  @Test
  void shouldReadTheCommandLineInOnePlace() {
    only(resideInAnyPackage("dev.resil.cli..", RESIL), "picocli..");
  }

  @Test
  void shouldWriteJsonOnlyInPackagesThatStoreIt() {
    only(
        resideInAnyPackage(
            name("json"),
            name("report"),
            name("breaker.store"),
            name("breaker.view"),
            name("limit.store"),
            name("limit.view"),
            name("report.terminal"),
            name("report.ci"),
            name("config"),
            name("cache"),
            name("doctor"),
            name("stats")),
        "tools.jackson..");
  }

  @Test
  void shouldTalkToRedisInOnePlace() {
    only(resideInAPackage(name("redis")), "redis.clients..");
  }

  @Test
  void shouldUseHistogramsInOnePlace() {
    only(resideInAPackage(name("stats")), "org.HdrHistogram..");
  }

  @Test
  void shouldReadTomlInOnePlace() {
    only(resideInAPackage(name("config")), "org.tomlj..");
  }

  @Test
  void shouldCallCInOnePlace() {
    only(resideInAPackage(name("posix")), "java.lang.foreign..");
  }

  /** The JDK decodes the environment by the locale, which loses bytes. */
  @Test
  void shouldReadTheEnvironmentInOnePlace() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(name("posix"))
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class));
  }

  /** The JDK encodes names by the locale, so it cannot open some files; UserPath can. */
  @Test
  void shouldNameFilesOfTheUserInOnePlace() {
    // the others name files of the system, which are ASCII
    String system =
        "(ProcFiles|RawArguments|Inherited|PrivateGroups|Cgroup|Ownership|Tls|AnswerOutputs|UserPath|Host|CgroupLimits)(\\$.*)?";
    check(
        noClasses()
            .that(
                DescribedPredicate.describe(
                    "name files of the user", type -> !type.getSimpleName().matches(system)))
            .should()
            .callMethod(Path.class, "of", String.class, String[].class)
            .orShould()
            .callMethod(java.nio.file.Paths.class, "get", String.class, String[].class)
            .orShould()
            .callConstructor(java.io.File.class, String.class));
  }

  private static void only(DescribedPredicate<JavaClass> those, String packages) {
    check(
        noClasses()
            .that(DescribedPredicate.not(those))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(packages));
  }

  /** The JDK folds signals into exit codes and closes descriptors; Posix does not. */
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
    check(slices().matching("dev.resil.(**)").should().beFreeOfCycles());
  }

  @Test
  void shouldNotDependOnMainAndTheCommandLine() {
    check(
        noClasses()
            .that(
                DescribedPredicate.not(
                    resideInAnyPackage("dev.resil.cli..", "dev.resil.app", RESIL)))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.resil.cli..", "dev.resil.app", RESIL)));
  }
}
