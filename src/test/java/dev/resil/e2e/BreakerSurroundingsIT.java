package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** resil must not be less available than the service it guards. */
class BreakerSurroundingsIT {
  @TempDir Path temp;

  private BreakerBench bench;

  @BeforeEach
  void setUp() {
    bench = new BreakerBench(temp.resolve("state"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"version\" : 1, \"na", "noise \0\u0001"})
  void shouldRunAsIfClosedAndKeepAnUnreadableRecordAsEvidence(String content) throws Exception {
    bench.breaker("open", "--create", "api");
    Files.writeString(bench.file("api"), content);
    Resil.Result result = bench.run("--breaker", "api", "--", "echo", "ran").run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.errLines()).hasSize(1);
    assertThat(result.err()).contains("api.json is damaged", "kept as api.json.corrupt-");
    try (var files = Files.list(bench.folder().resolve("breaker"))) {
      assertThat(files.filter(path -> path.toString().contains(".corrupt-")))
          .hasSize(1)
          .allSatisfy(path -> assertThat(path).hasContent(content));
    }
    assertThat(bench.status("api").get("total_calls").asInt()).isEqualTo(1);
  }

  /**
   * As on NFS; ramfs has none either. The new content's file is left from a run that was killed.
   */
  @Test
  void shouldCountWhereFilesHaveNoTimeOfCreation() {
    Shell.needMounts();
    String script =
        """
        mkdir ramfs && mount -t ramfs none ramfs || exit
        run() { "$RESIL" run -n 1 --state ramfs/state --breaker b --failure-threshold 9 -- sh -c 'exit 3'; }
        run
        : >ramfs/state/breaker/b.json.tmp && touch -d 2001-01-01 ramfs/state/breaker/b.json.tmp
        run
        "$RESIL" breaker status b --state ramfs/state
        """;
    Shell.Result result = new Shell(temp).run("exec unshare -rm bash -c " + Shell.quoted(script));
    assertThat(result.err()).hasLineCount(2).doesNotContain("state");
    assertThat(result.out()).contains("2 failures in a row");
  }

  /** The breaker that was asked for is read, and no other; it is not said to be unknown. */
  @Test
  void shouldSayThatARecordCannotBeRead() throws Exception {
    bench.breaker("open", "--create", "api", "payments", "orders");
    Files.writeString(bench.file("api"), "noise");
    Files.writeString(
        bench.file("orders"),
        Files.readString(bench.file("orders")).replace("\"version\" : 1", "\"version\" : 9"));
    assertThat(bench.breaker("status", "payments").err()).isEmpty();
    Resil.Result both = bench.breaker("status", "api", "payments", "orders");
    assertThat(both.exitCode()).isEqualTo(125);
    assertThat(both.out()).startsWith("payments: OPEN");
    assertThat(both.errLines())
        .satisfiesExactly(
            line -> assertThat(line).contains("api.json is damaged"),
            line -> assertThat(line).contains("orders.json").contains("written by a newer resil"));
    Resil.Result json = bench.breaker("status", "--json", "orders");
    assertThat(json.exitCode()).isEqualTo(125);
    assertThat(json.out()).contains("\"breakers\" : [ ]", "written by a newer resil (version 9");
    assertThat(bench.breaker("list", "--json").out()).contains("api.json is damaged");
    Resil.Result opened = bench.breaker("open", "orders");
    assertThat(opened.exitCode()).isEqualTo(125);
    assertThat(opened.err()).contains("written by a newer resil").doesNotContain("is new");
  }

  @Test
  void shouldRunNothingWithoutStateIfStrict() throws Exception {
    bench.breaker("open", "--create", "api");
    Files.writeString(bench.file("api"), "noise");
    Resil.Result result =
        bench.run("--breaker", "api", "--strict-state", "--", "echo", "ran").run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("api.json is damaged").contains("move it away");
    assertThat(bench.file("api")).hasContent("noise");
  }

  @Test
  void shouldEndTheRunIfStrictAndAReportIsLost() {
    Resil.Result result =
        bench
            .run("--breaker", "api", "--strict-state", "-n", "3", "-b", "0", "--")
            .append("sh", "-c", "echo ran; rm -r \"$0\"; : >\"$0\"; exit 3")
            .append(bench.folder().resolve("breaker").toString())
            .run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.err()).containsOnlyOnce("not a directory").doesNotContain("as if");
  }

  @Test
  void shouldNameBreakersThatCouldNotBeReset() throws Exception {
    bench.breaker("open", "--create", "api");
    bench.breaker("open", "--create", "payments");
    Files.writeString(bench.file("api"), "noise");
    Resil.Result result = bench.breaker("reset", "--all");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.errLines()).singleElement().asString().contains("api.json is damaged");
    Files.delete(bench.file("api"));
    assertThat(bench.state("payments")).isEqualTo("CLOSED");
  }

  @Test
  void shouldLeaveTheStateOfANewerResilAlone() throws Exception {
    bench.breaker("open", "--create", "api");
    String newer =
        Files.readString(bench.file("api")).replace("\"version\" : 1", "\"version\" : 2");
    Files.writeString(bench.file("api"), newer);
    Resil.Result result = bench.run("--breaker", "api", "--", "echo", "ran").run();
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.err())
        .contains("written by a newer resil (version 2, this resil reads up to 1)")
        .contains("running as if breaker api were closed");
    assertThat(result.errLines()).hasSize(1);
    assertThat(bench.file("api")).hasContent(newer);
  }

  @Test
  void shouldRunIfOthersCouldHaveWrittenTheState() throws Exception {
    bench.breaker("open", "--create", "api");
    Files.setPosixFilePermissions(bench.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Resil.Result result = bench.run("--breaker", "api", "--", "echo", "ran").run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .isEqualTo(
            "resil: state folder %1$s is writable by others (mode 777): chmod go-w %1$s; running as"
                    .formatted(bench.folder())
                + " if breaker api were closed\n");
    assertThat(bench.breaker("status", "api").exitCode()).isEqualTo(125);
    assertThat(bench.breaker("check", "api").exitCode()).isZero();
    assertThat(bench.breaker("check", "--strict-state", "api").exitCode()).isEqualTo(125);
  }

  @Test
  void shouldRunWithoutAHome() {
    Map<String, String> environment =
        Map.of("PATH", System.getenv("PATH"), "RESIL_RUNTIME", Resil.isNative() ? "native" : "jvm");
    Resil.Result result =
        Resil.with("run", "--breaker", "api", "--", "echo", "ran").environment(environment).run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.err())
        .isEqualTo(
            "resil: no state folder, since HOME is not set: name one with --state DIR or"
                + " RESIL_STATE; running as if breaker api were closed\n");
  }

  @Test
  void shouldKeepStateUnderTheHomeFolderByDefault() {
    Resil.with("run", "--breaker", "api", "--", "true").variable("HOME", temp.toString()).run();
    assertThat(temp.resolve(".local/state/resil/breaker/api.json")).isRegularFile();
  }

  @Test
  void shouldStayOpenForNoMoreThanTheTimeoutThoughTheClockWasPutBack() throws Exception {
    openAt(Instant.now().plus(Duration.ofHours(1)));
    // the clock shows an hour before it opened: rejected, and the timeout starts now
    String[] options = {"--breaker", "api", "--recovery-timeout", "300ms"};
    assertThat(bench.run(options).append("--", "true").run().exitCode()).isEqualTo(75);
    Resil.Result waited =
        bench.run(options).append("--when-open", "wait", "-T", "10m", "--", "true").run();
    assertThat(waited.exitCode()).isZero();
  }

  @Test
  void shouldProbeAtOnceThoughTheClockWasPutAheadAYear() throws Exception {
    openAt(Instant.now().minus(365, ChronoUnit.DAYS));
    assertThat(bench.run("--breaker", "api", "--", "true").run().exitCode()).isZero();
  }

  /** A breaker that opened at a given time. */
  private void openAt(Instant time) throws Exception {
    bench.breaker("record", "--failure-threshold", "1", "api", "failure");
    String stored = bench.stored("api");
    Files.writeString(
        bench.file("api"),
        stored.replaceFirst("\"since\" : \"[^\"]*\"", "\"since\" : \"" + time + "\""));
    bench.stored("api");
  }
}
