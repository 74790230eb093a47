package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.resil.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code action.yml}: runs its scripts as a runner does, with a release on a local server. */
class ActionIT {
  private static final JsonNode ACTION = action();

  /** The shell of every step: a job's container may have no bash. */
  private static final String SHELL = "sh";

  @TempDir Path folder;
  private HttpServer server;
  private String path = System.getenv("PATH");

  /** The paths that were fetched. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private static JsonNode action() {
    return new YAMLMapper().readTree(DocPage.PROJECT.resolve("action.yml").toFile());
  }

  private static JsonNode script(int step) {
    return ACTION.get("runs").get("steps").get(step);
  }

  /** A release that contains the program under test. */
  @BeforeEach
  void release() throws IOException {
    Shell.Result made =
        new Shell(folder)
            .run(
                """
                set -e
                mkdir -p resil/bin release
                printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$RESIL" >resil/bin/resil
                chmod +x resil/bin/resil
                tarball=resil-0.1.0-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m).tar.gz
                tar -czf "release/$tarball" resil
                cd release && sha256sum "$tarball" >SHA256SUMS
                """);
    assertThat(made.exitCode()).as(made.err()).isZero();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (String place : List.of("download/v0.1.0", "latest/download")) {
      serve("/owner/resil/releases/" + place + "/");
    }
    server.start();
  }

  private void serve(String place) {
    server.createContext(
        place,
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          Path file =
              folder
                  .resolve("release")
                  .resolve(exchange.getRequestURI().getPath().substring(place.length()));
          exchange.sendResponseHeaders(200, Files.size(file));
          Files.copy(file, exchange.getResponseBody());
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A step of the action, with the inputs of a workflow. */
  private Resil.Result step(int number, Map<String, String> inputs) throws IOException {
    Path script = folder.resolve("step.sh");
    Files.writeString(script, script(number).get("run").asString());
    Resil step =
        Resil.under(new ArrayList<>(List.of(SHELL, "-e", script.toString())))
            .in(folder)
            .variable("RESIL", Resil.program())
            .variable("HOME", folder.toString()) // always set by a runner
            .variable("PATH", path)
            .variable("GITHUB_SERVER_URL", "http://127.0.0.1:" + server.getAddress().getPort())
            .variable("GITHUB_REPOSITORY", "owner/resil")
            .variable("GITHUB_PATH", folder.resolve("path").toString())
            .variable("GITHUB_OUTPUT", folder.resolve("output").toString())
            .variable("RUNNER_TEMP", folder.resolve("temp").toString())
            .variable("no_proxy", "127.0.0.1");
    script(number)
        .get("env")
        .propertyNames()
        .forEach(name -> step.variable(name, value(name, inputs)));
    return step.run();
  }

  private static String value(String variable, Map<String, String> inputs) {
    return variable.equals("ACTION_PATH")
        ? DocPage.PROJECT.toString()
        : inputs.getOrDefault(variable, "");
  }

  @Test
  void shouldInstallAReleaseAndRunALineUnderIt() throws IOException {
    for (Map<String, String> inputs :
        List.of(
            Map.of("ACTION_VERSION", "0.1.0"),
            Map.of("ACTION_REF", "v0.1.0", "ACTION_REPOSITORY", "owner/resil"),
            Map.of("ACTION_REF", "main"))) {
      Resil.Result installed = step(0, inputs);
      assertThat(installed.exitCode()).as(installed.err()).isZero();
    }
    Path prefix = folder.resolve("temp/resil");
    String version = Resil.run("--version").out().split(" ", -1)[1];
    assertThat(folder.resolve("path")).content().startsWith(prefix.resolve("bin") + "\n");
    assertThat(folder.resolve("output")).content().startsWith("version=" + version + "\n");
    Resil.Result ran =
        step(
            1,
            Map.of(
                "ACTION_OPTIONS",
                "-n 2\n -b 1ms",
                "ACTION_RUN",
                "echo \"$RESIL_ATTEMPT '\"; env | grep ACTION_ || exit $((2 - RESIL_ATTEMPT))"));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).isEqualTo("1 '\n2 '\n");
    for (String lines : List.of("false\necho late", "false | true\necho late")) {
      Resil.Result failed = step(1, Map.of("ACTION_OPTIONS", "-n 1", "ACTION_RUN", lines));
      assertThat(failed.exitCode()).isEqualTo(1);
      assertThat(failed.out()).isEmpty();
    }
  }

  /** Installs the release, then runs lines under it. */
  private Resil.Result run(Map<String, String> inputs) throws IOException {
    if (!Files.exists(folder.resolve("temp"))) {
      assertThat(step(0, Map.of("ACTION_VERSION", "0.1.0")).exitCode()).isZero();
    }
    Files.deleteIfExists(folder.resolve("output"));
    return step(1, inputs);
  }

  private void assertOutputs(Integer attempts, int code, String error) throws IOException {
    assertThat(folder.resolve("output"))
        .hasContent(
            "total_attempts=%s\nexit_code=%d\nexit_error=%s"
                .formatted(attempts == null ? "" : attempts, code, error));
    try (Stream<Path> temporary = Files.list(folder.resolve("temp"))) {
      assertThat(temporary.map(path -> path.getFileName().toString())).containsExactly("resil");
    }
  }

  /** Lines, options, and the outputs: attempts, exit code and error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true                           |                              | 1 | 0   |
          exit $((2 - RESIL_ATTEMPT))    | -b 0                         | 2 | 0   |
          exit $((2 - RESIL_ATTEMPT))    | -b 0 --fail-if-flaky         | 2 | 1   | flaky
          exit 7                         | -b 0 -n 3                    | 3 | 7   | exit:7
          exec sleep 1000                | -n 1 -t 1s                   | 1 | 124 | timeout
          kill -9 $$                     | -n 1                         | 1 | 137 | signal:KILL
          exit 7                         | -n 1 --exit-code-on exhausted=9 | 1 | 9 | exit:7
          exit 7                         | -n 1 --fallback true         | 1 | 0   |
          exit 7                         | -n 1 --report mine           | 1 | 7   | exit:7
          exit 7                         | -n 1 --report=mine           | 1 | 7   | exit:7
          exit 7                         | -n 1 -b 0 --report -         |   | 7   | unknown
          echo no                        | -n 0 --report mine           |   | 125 | unknown
          echo no                        | -n 0                         |   | 125 | unknown
          """)
  void shouldGiveOutputs(String lines, String options, Integer attempts, int code, String error)
      throws IOException {
    Files.writeString(folder.resolve("mine"), "{\"attempt_count\":9,\"reason\":\"old\"}\n");
    Map<String, String> inputs =
        Map.of("ACTION_RUN", lines, "ACTION_OPTIONS", options == null ? "" : options);
    Resil.Result result = run(inputs);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    assertOutputs(attempts, code, error == null ? "" : error);
  }

  /** Neither the name of a command nor an argument can pass for a member of the report. */
  @Test
  void shouldTakeOutputsFromMembersOfTheReportAlone() throws IOException {
    Map<String, String> inputs =
        Map.of(
            "ACTION_RUN",
            "exit 7 # \"attempt_count\":99,\"flaky\":true,\"outcome\":\"x\"",
            "ACTION_OPTIONS",
            "-n 1 --report-args --retry-on any,stdout~\"flaky\":true,\"outcome\":\"y");
    assertThat(run(inputs).exitCode()).isEqualTo(7);
    assertOutputs(1, 7, "exit:7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          bash             | [[ -n $BASH ]] && echo bash     | bash
                           | [[ -n $BASH ]] && echo bash     | bash
          sh               | echo "${BASH-sh}"; false; echo no | sh
          cat {0}          | any 'line' "of" $it             | any 'line' "of" $it
          sed -n s/a/b/p {0} | a line                        | b line
          bash -e {0} x    | echo $1; false; echo no         | x
          """)
  void shouldRunLinesWithAShell(String shell, String lines, String out) throws IOException {
    Map<String, String> inputs =
        Map.of(
            "ACTION_OPTIONS",
            "-n 1",
            "ACTION_RUN",
            lines,
            "ACTION_SHELL",
            shell == null ? "" : shell);
    assertThat(run(inputs).out()).isEqualTo(out + "\n");
    int code = lines.contains("false") ? 1 : 0;
    assertOutputs(1, code, code == 0 ? "" : "exit:1");
  }

  /** As in a container of Alpine, with busybox's programs alone. */
  @Test
  void shouldWorkWithoutBashAndCurl() throws IOException {
    Needs.programs("busybox");
    assumeTrue(Resil.isNative(), "scripts/resil has needs of its own");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    String programs =
        "sh cat cp expr find grep head id mkdir mktemp mv printf rm rmdir sed sha256sum sort tar tr"
            + " uname wget dirname";
    for (String program : programs.split(" ", -1)) {
      Executables.write(
          bin.resolve(program), "#!%1$s sh\nexec %1$s %2$s \"$@\"\n".formatted(busybox(), program));
    }
    path = bin.toString();

    Map<String, String> inputs =
        Map.of("ACTION_OPTIONS", "-n 1", "ACTION_RUN", "command -v bash || echo none; false; echo");

    assertThat(run(inputs).out()).isEqualTo("none\n");
    assertOutputs(1, 1, "exit:1");
  }

  private String busybox() {
    return new Shell(folder).run("command -v busybox").out().strip();
  }

  @Test
  void shouldInstallTheVersionOfItsCommit() throws IOException {
    Resil.Result pinned = step(0, Map.of("ACTION_REF", "0123456789abcdef0123456789abcdef01234567"));

    assertThat(pinned.exitCode()).as(pinned.err()).isZero();
    assertThat(asked).allMatch(url -> url.contains("/download/v0.1.0/"));
    asked.clear();
    assertThat(step(0, Map.of("ACTION_REF", "main")).exitCode()).isZero();
    assertThat(asked).allMatch(url -> url.contains("/latest/download/"));
  }

  @Test
  void shouldRunInAFolder() throws IOException {
    Files.createDirectory(folder.resolve("-a folder"));
    Map<String, String> inputs =
        Map.of(
            "ACTION_OPTIONS",
            "-n 1 --report mine",
            "ACTION_RUN",
            "pwd; exit 5",
            "ACTION_FOLDER",
            "-a folder");
    assertThat(run(inputs).out()).endsWith("/-a folder\n");
    assertThat(folder.resolve("-a folder/mine")).isRegularFile();
    assertOutputs(1, 5, "exit:5");
  }

  @Test
  void shouldRejectAnUnknownShellAndFolder() throws IOException {
    Resil.Result shell = run(Map.of("ACTION_RUN", "echo no", "ACTION_SHELL", "python"));
    assertThat(shell.exitCode()).isEqualTo(125);
    assertThat(shell.err())
        .isEqualTo(
            "resil: the input 'shell' must be bash, sh or a command with {0}, such as 'python3"
                + " {0}'\n");
    Resil.Result place = run(Map.of("ACTION_RUN", "echo no", "ACTION_FOLDER", "nowhere"));
    assertThat(place.exitCode()).isEqualTo(125);
    assertThat(place.err()).endsWith("resil: the input 'working-directory' must be a folder\n");
    assertThat(shell.out() + place.out()).isEmpty();
  }

  @Test
  void shouldNameEveryOutputOfItsSteps() {
    assertThat(ACTION.get("outputs").propertyNames())
        .containsExactlyInAnyOrder("version", "total_attempts", "exit_code", "exit_error");
    for (String output : List.of("total_attempts", "exit_code", "exit_error")) {
      assertThat(ACTION.at("/outputs/" + output + "/value").asString())
          .isEqualTo("${{ steps.run.outputs." + output + " }}");
    }
    assertThat(script(1).get("id").asString()).isEqualTo("run");
    assertThat(ACTION.at("/inputs/shell/default").asString()).isEmpty();
  }

  @Test
  void shouldInstallNothingWithAWrongChecksum() throws IOException {
    Files.writeString(
        folder.resolve("release/SHA256SUMS"),
        Files.readString(folder.resolve("release/SHA256SUMS")).replaceFirst("^.{8}", "00000000"));
    Resil.Result result = step(0, Map.of("ACTION_VERSION", "v0.1.0"));
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains("does not match SHA256SUMS; nothing was installed");
    assertThat(folder.resolve("path")).doesNotExist();
    assertThat(step(0, Map.of("ACTION_VERSION", "../x")).err()).contains("must be a version");
  }

  @Test
  void shouldTakeInputsThroughTheEnvironmentAlone() {
    assertThat(ACTION.get("runs").get("using").asString()).isEqualTo("composite");
    assertThat(ACTION.get("inputs").propertyNames())
        .containsExactlyInAnyOrder("version", "run", "options", "shell", "working-directory");
    for (JsonNode step : ACTION.get("runs").get("steps")) {
      assertThat(step.get("run").asString()).doesNotContain("${{");
      assertThat(step.get("shell").asString()).isEqualTo(SHELL);
      // a resil in the script would read such a variable as an option
      assertThat(step.get("env").propertyNames()).allMatch(name -> name.startsWith("ACTION_"));
    }
  }
}
