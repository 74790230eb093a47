package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * root with another user's {@code HOME}, as under sudo: what resil keeps there stays the user's,
 * and no file of root's stays behind, which the user could neither use nor remove.
 */
@Execution(ExecutionMode.CONCURRENT)
class SudoIT {
  private static final String AS_ROOT =
      """
      unset XDG_CACHE_HOME XDG_STATE_HOME XDG_CONFIG_HOME RESIL_STATE
      export HOME=$PWD/home SUDO_USER=user SUDO_UID=4711 SUDO_GID=4711
      all() { find home -printf '%p %U %G %m %s %T@ %i\\n' | sort; }
      """;

  @TempDir Path folder;

  @BeforeEach
  void needRoot() throws IOException {
    Needs.that(Files.getAttribute(folder, "unix:uid").equals(0), "root");
  }

  private Shell.Result run(String script) {
    return new Shell(folder).run(AS_ROOT + script);
  }

  /** Everything that resil keeps unless the user names a place for it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resil run -n 1 --cache-ttl 1h -- echo ran        | ran | cache | XDG_CACHE_HOME
          resil run -n 1 --stale-if-error 1h -- echo ran   | ran | cache | XDG_CACHE_HOME
          resil run -n 1 --breaker b -- echo ran           | ran | state | --state DIR
          resil run -n 1 --name n -- echo ran              | ran | state | --state DIR
          resil run -n 1 --breaker b --state redis://127.0.0.1:1,file -- echo ran | ran | state | --state DIR
          resil breaker open b                             | ''  | state | --state DIR
          resil breaker record b failure                 | ''  | state | --state DIR
          """)
  void shouldLeaveNothingOfRoots(String line, String out, String what, String remedy) {
    Shell.Result result =
        run(
            "mkdir home; chown 4711:4711 home; before=$(all); "
                + line
                + "; test \"$before\" = \"$(all)\" || all");
    assertThat(result.out().strip()).isEqualTo(out);
    assertThat(result.err())
        .contains(what + " folder ", "/home, which belongs to user 4711", remedy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resil run -n 1 --cache-ttl 1h -- echo old",
        "resil run -n 1 --breaker b -- true",
        "resil run -n 1 --name n -- true",
        "resil breaker open b",
        "resil breaker reset --all",
        "resil breaker rm b",
        "resil breaker list",
        "resil stats show",
        "resil stats reset --all",
        "resil cache list",
        "resil cache rm --all",
      })
  void shouldUseNothingOfTheUsers(String line) {
    Shell.Result result =
        run(
            "mkdir home; resil run -q -n 1 --cache-ttl 1h --breaker b --name n -- echo new;"
                + " chown -R 4711:4711 home; before=$(all); "
                + line
                + "; test \"$before\" = \"$(all)\" || all");
    assertThat(result.out()).startsWith("new\n").doesNotContain("home/");
    assertThat(result.err()).contains("belongs to user 4711");
  }
}
