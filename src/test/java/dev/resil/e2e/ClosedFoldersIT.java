package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.resil.Needs;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and folders that resil may not access; root may access all. */
@Execution(ExecutionMode.CONCURRENT)
class ClosedFoldersIT {
  /** Runs without root's right to bypass modes (capabilities(7), CAP_DAC_OVERRIDE). */
  private static final String PLAIN =
      """
      plain() {
        if [ "$(id -u)" = 0 ]; then setpriv --bounding-set=-all --inh-caps=-all "$RESIL" "$@"; else "$RESIL" "$@"; fi
      }
      trap 'chmod -R u+rwx .' EXIT
      """;

  @TempDir Path folder;

  @BeforeEach
  void lookForSetpriv() {
    Needs.programs("setpriv");
  }

  private Shell.Result run(String script) {
    return new Shell(folder).run(PLAIN + script);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -m 500 closed; plain run LINE --state closed/state",
        "mkdir -m 700 state; mkdir -m 500 state/breaker; plain run LINE --state state",
        "mkdir -m 700 state; mkdir -m 000 state/breaker; plain run LINE --state state",
        "mkdir -m 000 state; plain run LINE --state state",
      })
  void shouldRunNothingUnderStrictStateIfStateCannotBeKept(String script) {
    Shell.Result strict =
        run(script.replace("LINE", "--breaker b --strict-state") + " -- echo ran");
    assertThat(strict.exitCode()).isEqualTo(125);
    assertThat(strict.out()).isEmpty();
    assertThat(strict.err().lines())
        .singleElement()
        .asString()
        .startsWith("resil: state in ")
        .contains(": permission denied: use a folder of your own with --state DIR");
  }

  @Test
  void shouldReportAnUnreadableBreakerBeforeTheAttempt() {
    Shell.Result result =
        run("mkdir -m 000 state; plain run --breaker b --state state -- sh -c 'echo ran >&2'");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err().lines()).hasSize(2);
    assertThat(result.err()).contains("permission denied").endsWith("ran\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "breaker list --state s",
        "breaker list --json --state s",
        "breaker status b --state s",
        "breaker reset b --state s",
        "breaker reset --all --state s",
        "stats --state s",
        "stats reset --all --state s"
      })
  void shouldDistinguishAnUnreadableFolderFromAnEmptyOne(String line) {
    Shell.Result result = run("mkdir -m 000 s; plain " + line);
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains("permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache list", "cache rm --all", "cache rm key"})
  void shouldDistinguishAnUnreadableCacheFromAnEmptyOne(String line) {
    Shell.Result result = run("mkdir -m 000 c; export XDG_CACHE_HOME=$PWD/c; plain " + line);
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).matches("resil: cache: .*/c/resil: Permission denied\n");
  }

  @Test
  void shouldExplainWhyAnOutputIsNotKept() {
    Shell.Result result =
        run(
            "mkdir -m 500 c; export XDG_CACHE_HOME=$PWD/c;"
                + " plain run --cache-ttl 1m -- echo ran");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.err())
        .matches("resil: the output was not cached: .*/c/resil: Permission denied\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run -- echo ran", "run --config .resil.toml -- echo ran", "config show"})
  void shouldRunNothingIfTheConfigurationCannotBeRead(String line) {
    Shell.Result result =
        run("echo 'timeout = \"5s\"' >.resil.toml; chmod 000 .resil.toml; plain " + line);
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            line.contains("--config")
                ? "resil: --config .resil.toml: cannot be read: Permission denied; name another"
                    + " file\n"
                : "resil: .resil.toml: cannot be read: Permission denied; use --no-config to"
                    + " ignore it\n");
  }

  /** A home folder of another user, as after {@code su}. */
  @Test
  void shouldRunIfTheFolderOfTheConfigurationCannotBeRead() {
    Shell.Result result = run("mkdir -m 000 home; XDG_CONFIG_HOME=$PWD/home plain run -- echo ran");
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mkdir -m 500 d      | d/x        | its folder is not writable; name a file in another
          touch x; chmod 400 x; chmod 500 . | x | is not writable; name another file
          mkfifo -m 400 p     | p          | is not writable; name another file
          :                   | /dev/fd/77 | is not open; open it with 77>FILE
          ln -s l l           | l/x        | the folder does not exist; create it first
          """)
  void shouldSendNothingIfTheAnswerCannotBeKept(String before, String file, String problem) {
    Shell.Result result = run(before + "; plain http -o " + file + " http://127.0.0.1:1/");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).isEqualTo("resil: --output %s: %s\n".formatted(file, problem));
  }

  @Test
  void shouldSendNothingIfTheNameIsTooLong() {
    String name = "x".repeat(256);
    Shell.Result result = run("plain http -o " + name + " http://127.0.0.1:1/");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err())
        .isEqualTo("resil: --output %s: File name too long; name another file\n".formatted(name));
  }

  @Test
  void shouldWriteAFileInPlaceIfItsFolderIsClosed() {
    Shell.Result result =
        run("mkdir d; echo old and longer >d/r; chmod 500 d; plain run --report d/r -n 1 -- true");
    assertThat(result.err()).isEmpty();
    assertThat(folder.resolve("d/r")).content().endsWith("}\n").doesNotContain("old");
  }

  /** A single file mounted into a container cannot be renamed over. */
  @Test
  void shouldWriteAMountedFileInPlace() {
    Needs.programs("unshare", "mount");
    Shell.Result result =
        run(
            """
            : >host; : >'a file'
            unshare -rm sh -c 'mount --bind host "a file" && exec "$@"' sh "$RESIL" \
              run --report 'a file' -n 1 -- true || echo "exit code $?"
            """);
    assumeFalse(result.out().contains("exit code") && !result.err().startsWith("resil"), "unshare");
    assertThat(result.err()).isEmpty();
    assertThat(folder.resolve("host")).content().contains("exit_code");
  }
}
