package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Patterns that take long to search for, and patterns that are too large. */
@Execution(ExecutionMode.CONCURRENT)
class PatternsIT {
  private static final String LARGE = "((a{1,100}){1,100}){1,100}";
  private static final String TOO_LARGE =
      "'stderr~"
          + LARGE
          + "' is too large: 1000000 characters with counts expanded, and the limit is"
          + " 100000; lower the counts in {}";

  /** A line for which the pattern takes minutes, and after it more of them. */
  private static final String LINES =
      "while :; do printf x; head -c 65535 /dev/zero | tr '\\0' a; done";

  @TempDir Path folder;

  /** Patterns, and a command that writes what takes long to search on stderr. */
  static Stream<Arguments> bombs() {
    String words =
        IntStream.range(0, 1000)
            .mapToObj(i -> "w%d%c%d".formatted(i, 'a' + i % 26, i * 7919 % 100_000))
            .collect(Collectors.joining("|"));
    String classes =
        IntStream.range(0, 200)
            .mapToObj(i -> "[\\x{%x}-\\x{10ffff}ab]".formatted(0x1000 + 16 * i))
            .collect(Collectors.joining("", "x(", "){2,400}y"));
    return Stream.of(
        Arguments.of("(" + words + ")", "yes abcdefgh"),
        Arguments.of("x((a{1,100}){1,100}){1,9}x", LINES),
        Arguments.of("((a{1,100}){1,100}){1,9}x", "head -c 65536 /dev/zero | tr '\\0' a; sleep 60"),
        Arguments.of(classes, LINES),
        Arguments.of("x(a?){900}(a[ab]{1,90}){1,900}y", LINES));
  }

  private Resil searching(String pattern, String script, String... options) {
    return Resil.with("run", "-n", "1", "-k", "500ms", "--retry-on", "stderr~" + pattern)
        .append(options)
        .append("--", "sh", "-c", "{ " + script + "; } >&2");
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void shouldEndAtTheTimeoutHoweverLongTheSearchTakes(String pattern, String script) {
    assertThat(searching(pattern, script, "-t", "1s").run().exitCode()).isEqualTo(124);
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void shouldObeyASignalHoweverLongTheSearchTakes(String pattern, String script)
      throws IOException, InterruptedException {
    Path ready = folder.resolve("ready");
    Resil resil = searching(pattern, "touch " + ready + "; " + script);
    Process process = resil.start();
    while (!Files.exists(ready)) {
      Thread.sleep(5);
    }
    process.destroy();
    assertThat(resil.await(process).exitCode()).isEqualTo(143);
  }

  @Test
  void shouldMatchALongLineWhole() {
    String script = "head -c 300000 /dev/zero | tr '\\0' a; echo b; exit $((9 - RESIL_ATTEMPT))";
    Resil.Result result =
        Resil.run(
            "run",
            "-q",
            "-n",
            "2",
            "-b",
            "0",
            "--retry-on",
            "stdout~^a+b$",
            "--",
            "sh",
            "-c",
            script);
    assertThat(result.exitCode()).isEqualTo(7);
  }

  @Test
  void shouldRejectATooLargePatternBeforeAnythingRuns() {
    Resil.Result result = Resil.run("run", "--retry-on", "1,stderr~" + LARGE, "--", "echo", "ran");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("--retry-on").contains(TOO_LARGE);
    Resil.Result variable =
        Resil.with("run", "--", "echo", "ran").variable("RESIL_RETRY_ON", "stderr~" + LARGE).run();
    assertThat(variable.exitCode()).isEqualTo(125);
    assertThat(variable.out()).isEmpty();
    assertThat(variable.err()).contains("RESIL_RETRY_ON").contains(TOO_LARGE);
    Resil.Result http = Resil.run("http", "--success-on", "body~" + LARGE, "http://localhost:1/");
    assertThat(http.exitCode()).isEqualTo(125);
    assertThat(http.err()).contains("--success-on").contains("is too large");
  }

  @Test
  void shouldRejectPatternsThatAreTooLargeTogether() {
    Resil.Result result =
        Resil.run(
            "run",
            "--retry-on",
            "stderr~(a{1000}){60}",
            "--retry-on",
            "stderr~(b{1000}){60}",
            "--",
            "echo",
            "ran");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("--retry-on: the patterns are too large together")
        .contains("120000 characters with counts expanded");
  }

  @Test
  void shouldRejectPatternsOfSeveralOptionsThatAreTooLargeTogether() {
    Resil.Result result =
        Resil.run(
            "run",
            "--retry-on",
            "stderr~(a{1000}){60}",
            "--no-retry-on",
            "stdout~(b{1000}){60}",
            "--",
            "echo",
            "ran");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains(
            "--success-on, --retry-on, --no-retry-on, --uncounted, --failure-on: the patterns are"
                + " too")
        .contains("120000 characters with counts expanded");
  }

  @Test
  void shouldFindATooLargePatternInAFile() throws IOException {
    Path file = folder.resolve("resil.toml");
    Files.writeString(
        file, "[defaults]\ntimeout = \"1s\"\nretry-on = ['1', 'stderr~" + LARGE + "']\n");
    Resil.Result run = Resil.run("run", "--config", file.toString(), "--", "echo", "ran");
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("resil.toml:3").contains(TOO_LARGE);
    Resil.Result check = Resil.run("config", "check", file.toString());
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out()).contains("resil.toml:3").contains(TOO_LARGE);
    Files.writeString(
        file, "[defaults]\nretry-on = ['stderr~(a{1000}){60}', 'stderr~(b{1000}){60}']\n");
    assertThat(Resil.run("config", "check", file.toString()).out())
        .contains("resil.toml:2")
        .contains("the patterns are too large together");
  }
}
