package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --annotations}: the log and summary of a CI system, which no command can forge. */
class AnnotationsIT {
  /** Workflow commands in every spelling, on both streams, without a final line feed. */
  private static final String HOSTILE =
      """
      #!/bin/sh
      for stream in 1 2; do
        {
          echo "::set-env name=PATH::/evil"
          echo "  ::error::forged"
          echo "text ##[add-path]/evil"
          printf 'progress\\r::add-mask::e\\r'
          echo "::stop-commands::known"
          echo "::known::"
          echo "::endgroup::"
          tr '\\0' '\\n' </proc/self/environ
          tr '\\0' '\\n' </proc/$PPID/environ
          tr '\\0' '\\n' </proc/$PPID/cmdline
          printf '::warning::half'
        } >&$stream
      done
      exit 7
      """;

  @TempDir Path folder;

  private void program(String name, String content) throws IOException {
    Executables.write(folder.resolve(name), content);
  }

  private RunnerLog step(String... lines) throws Exception {
    return stepOf("GITHUB_ACTIONS", lines);
  }

  private RunnerLog stepOf(String variable, String... lines) throws Exception {
    // a file, as in a runner: a shell with -c would become its only command
    Path script = folder.resolve("step.sh");
    Files.writeString(script, "resil() { \"$RESIL\" \"$@\"; }\n" + String.join("\n", lines) + "\n");
    ProcessBuilder builder = new Shell(folder).builder("");
    List<String> command = new ArrayList<>(IgnoredSignals.undone());
    command.addAll(List.of("bash", script.toString()));
    builder.command(command);
    builder.environment().put(variable, "true");
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.environment().put("XDG_CACHE_HOME", folder.toString());
    builder.environment().put("GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString());
    return RunnerLog.of(builder);
  }

  private String summary() throws IOException {
    Path file = folder.resolve("summary.md");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void shouldAnnotateARunThatFailedAndFoldItsAttempts() throws Exception {
    RunnerLog log =
        step("resil run -n 2 -b 1ms -j 0 sh -c 'echo out; echo err >&2; exit 7' secret-argument");
    assertThat(log.exitCode()).isEqualTo(7);
    assertThat(log.orders())
        .hasSize(5)
        .startsWith(
            "::group::attempt 1 of 2: sh",
            "::endgroup::",
            "::group::attempt 2 of 2: sh",
            "::endgroup::");
    assertThat(log.orders().getLast())
        .startsWith(
            "::error title=sh failed::sh failed with exit code 7 (attempt 2 of 2);"
                + " no attempts left, after ");
    assertThat(log.isListening()).isTrue();
    assertThat(log.out() + log.err() + summary()).doesNotContain("secret-argument");
    assertThat(summary())
        .matches(
            Pattern.compile(
                """

                \\| sh \\| outcome \\| duration \\| delay \\|
                \\| --- \\| --- \\| ---: \\| ---: \\|
                \\| attempt 1 \\| exit:7 \\| [0-9.]+m?s \\| 1ms \\|
                \\| attempt 2 \\| exit:7 \\| [0-9.]+m?s \\| \\|
                \\| \\*\\*failure\\*\\* \\| exit code 7 \\| [0-9.]+m?s \\| \\|

                """));
  }

  @Test
  void shouldNotLetOutputIssueWorkflowCommands() throws Exception {
    program("hostile", HOSTILE);
    RunnerLog log =
        step(
            "resil run -n 2 -b 1ms -v --on-retry ./hostile --fallback ./hostile ./hostile",
            "resil run -q -n 1 --stdout final ./hostile",
            "echo ::notice::own");
    assertThat(log.orders())
        .filteredOn(order -> !order.contains("group"))
        .hasSize(3)
        .satisfies(orders -> {
          assertThat(orders.get(0)).startsWith("::error title=./hostile failed::");
          assertThat(orders.get(1)).startsWith("::error title=./hostile failed::");
          assertThat(orders.get(2)).isEqualTo("::notice::own");
        });
    assertThat(log.orders())
        .contains("::group::fallback of ./hostile")
        .filteredOn(order -> order.contains("endgroup"))
        .hasSize(4);
    assertThat(log.isListening()).isTrue();
  }

  @Test
  void shouldNotLetCachedOutputOrBackgroundProcessesIssueWorkflowCommands() throws Exception {
    program("kept", "#!/bin/sh\necho ::error::kept\n");
    program(
        "leaving",
        """
        #!/bin/sh
        echo began >>began
        if [ "$RESIL_ATTEMPT" = 1 ]; then
          (while [ ! -e end ]; do echo ::error::background; sleep 0.01; done; echo over >over) &
          exit 1
        fi
        touch end; until [ -e over ]; do sleep 0.01; done
        """);
    RunnerLog log =
        step(
            "resil run --cache-ttl 1h ./kept",
            "resil run --cache-ttl 1h ./kept",
            "resil run -q -n 2 -b 200ms ./leaving");
    assertThat(log.orders())
        .filteredOn(order -> !order.contains("group"))
        .singleElement()
        .asString()
        .startsWith("::warning title=./leaving needed 2 attempts::");
    assertThat(log.err()).contains("::error::kept", "::error::background");
  }

  @Test
  void shouldEscapeAHostileName() throws Exception {
    String name = "::error::%0A,|`<img>*x*\n::warning::y";
    program(name, "#!/bin/sh\nexit 1\n");
    RunnerLog log =
        step(
            "name='./" + name + "'",
            "resil run -n 1 -- \"$name\"",
            "resil breaker open --create '##[error]z' >breaker",
            "resil run --breaker '##[error]z' -- \"$name\"");
    String shown = "./::error::%250A,|`<img>*x*\\n::warning::y";
    String title = shown.replace(":", "%3A").replace(",", "%2C");
    assertThat(log.orders())
        .hasSize(4)
        .startsWith("::group::attempt 1 of 1: " + shown, "::endgroup::");
    assertThat(log.orders().get(2)).startsWith("::error title=" + title + " failed::" + shown);
    assertThat(log.orders().get(3)).startsWith("::error title=" + title + " was not run::" + shown);
    assertThat(summary())
        .contains(
            "| ./::error::&#37;0A&#44;&#124;&#96;&#60;img&#62;&#42;x&#42;&#92;n::warning::y |",
            "| **rejected** | exit code 75 |");
  }

  @Test
  void shouldNotMarkOutputThatIsNotInTheLog() throws Exception {
    RunnerLog log =
        step(
            "captured=$(resil run -n 1 -- printf ::error::a)",
            "resil run -n 1 -- printf ::error::a | tr a b >piped",
            "resil run -n 1 -- printf ::error::a >file",
            "resil run -n 1 -- printf '::error::a\\n' > >(cat >substituted); wait",
            "(exec > >(cat >all); resil run -n 1 -- printf ::error::a); until [ -s all ]; do sleep"
                + " 0.02; done",
            "[ \"$captured\" = ::error::a ] && echo as it was");
    assertThat(log.out()).isEqualTo("as it was\n");
    assertThat(folder.resolve("piped")).hasContent("::error::b");
    assertThat(folder.resolve("file")).hasContent("::error::a");
    assertThat(folder.resolve("substituted")).hasContent("::error::a");
    assertThat(folder.resolve("all")).hasContent("::error::a");
    assertThat(log.err()).doesNotContain("::error::");
    assertThat(summary()).isEmpty();
  }

  @Test
  void shouldMarkOnlyTheOuterRunAndOnlyIfAsked() throws Exception {
    RunnerLog log =
        step(
            "resil run -n 1 -- \"$RESIL\" run -n 1 --annotations github false",
            "resil run -q -n 1 --annotations none false",
            "GITHUB_ACTIONS= resil run -q -n 1 false",
            "RESIL_ANNOTATIONS=none resil run -q -n 1 false");
    assertThat(log.orders()).hasSize(3);
    assertThat(log.orders().getFirst()).startsWith("::group::attempt 1 of 1: ");
    assertThat(log.err().split("stop-commands", -1)).hasSize(2);
    assertThat(summary().split("failure", -1)).hasSize(2);
  }

  @Test
  void shouldFoldSectionsOnGitLab() throws Exception {
    String log =
        stepOf("GITLAB_CI", "resil run -n 2 -b 1ms sh -c 'echo \"[$RESIL_CI_GROUP]\"; exit 1'")
            .err();
    assertThat(log)
        .matches(
            Pattern.compile(
                "section_start:[0-9]{10}:(resil_attempt_1_[0-9a-f]{32})\\[collapsed=true]\r"
                    + "\033\\[0Kattempt 1 of 2: sh\n"
                    + "section_end:[0-9]{10}:\\1\r\033\\[0K\n"
                    + "resil: sh failed .*\n"
                    + "section_start:[0-9]{10}:(resil_attempt_2_[0-9a-f]{32})\\[collapsed=true]\r"
                    + "\033\\[0Kattempt 2 of 2: sh\n"
                    + "section_end:[0-9]{10}:\\2\r\033\\[0K\n"
                    + "resil: sh failed .*\n"));
    assertThat(summary()).isEmpty();
  }

  @Test
  void shouldMarkRequestsAsWell() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    boolean[] asked = new boolean[1];
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "::error::forged".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(asked[0] ? 200 : 503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          asked[0] = true;
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
      RunnerLog log = step("resil http -b 1ms '" + url + "?token=secret'");
      assertThat(log.exitCode()).isZero();
      assertThat(log.orders()).hasSize(5);
      assertThat(log.orders().getLast())
          .startsWith("::warning title=GET " + url.replace(":", "%3A") + " needed 2 attempts::");
      assertThat(log.err()).contains("::error::forged").doesNotContain("secret");
      assertThat(summary()).contains("| status:503 |", "| status:200 |").doesNotContain("secret");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldReportASummaryThatCannotBeWritten() {
    Resil.Result result =
        Resil.with("run", "-n", "1", "--annotations", "github", "--", "sh", "-c", "exit 3")
            .variable("GITHUB_STEP_SUMMARY", "/nonexistent/summary")
            .run();
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("resil: GITHUB_STEP_SUMMARY: cannot add a table: the folder does not exist");
    assertThat(Resil.run("run", "--annotations", "jenkins", "true").err())
        .isEqualTo("resil: --annotations jenkins: must be one of auto, github, gitlab, none\n");
  }
}
