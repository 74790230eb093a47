package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * Answers in place of attempts: {@code --fallback}, {@code --stale-if-error} etc., and the output
 * cache.
 */
@Execution(ExecutionMode.CONCURRENT)
class FallbackIT {
  @TempDir Path folder;

  private Resil run(String... arguments) {
    return Resil.with("run", "-b", "1ms", "--jitter", "none")
        .append(arguments)
        .in(folder)
        .variable("XDG_CACHE_HOME", folder.resolve("cache").toString())
        .variable("XDG_STATE_HOME", folder.resolve("state").toString());
  }

  private Resil cache(String... arguments) {
    return Resil.with("cache")
        .append(arguments)
        .in(folder)
        .variable("XDG_CACHE_HOME", folder.resolve("cache").toString());
  }

  private JsonNode report() throws Exception {
    return JsonSchemas.named("report.schema.json")
        .check(Files.readString(folder.resolve("report")).strip());
  }

  @Test
  void shouldRunTheLineAfterTheLastAttemptAndExitWithItsCode() throws Exception {
    Resil.Result result =
        run(
                "-n",
                "2",
                "--report",
                "report",
                "--fallback",
                "echo \"$RESIL_EVENT $RESIL_EVENT_COMMAND $RESIL_EVENT_ATTEMPT"
                    + " $RESIL_EVENT_OUTCOME $RESIL_EVENT_REASON\"; exit 3",
                "-c",
                "exit 7")
            .run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEqualTo("fallback sh 2 exit:7 attempts_exhausted\n");
    assertThat(result.errLines().subList(1, 4))
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("resil: sh failed with exit code 7 (attempt 2 of 2"),
            line -> assertThat(line).isEqualTo("resil: running the command of --fallback"),
            line -> assertThat(line).isEqualTo("resil: the fallback failed with exit code 3"));
    assertThat(report().get("result").asString()).isEqualTo("failure");
    assertThat(report().get("exit_code_from").asString()).isEqualTo("fallback");
    assertThat(report().get("fallback").get("source").asString()).isEqualTo("line");
    assertThat(report().get("fallback").get("outcome").asString()).isEqualTo("exit:3");
  }

  @Test
  void shouldNotRunTheLineAfterASuccess() {
    assertThat(run("--fallback", "echo no", "-c", "exit $((2-RESIL_ATTEMPT))").run().out())
        .isEmpty();
  }

  @Test
  void shouldAnswerWithAFileIfTheBreakerIsOpen() throws Exception {
    Files.writeString(folder.resolve("last.json"), "{}\n");
    run("-q", "-n", "1", "--breaker", "b", "--failure-threshold", "1", "false").run();
    String[] command = {"--breaker", "b", "--fallback-file", "last.json", "-c", "touch ran"};

    Resil.Result result = run(command).run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("{}\n");
    assertThat(result.err()).contains("breaker b is open").contains("--fallback-file");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void shouldPutHeldOutputThatTheFallbackReplacesOnStderr() throws Exception {
    Files.writeString(folder.resolve("f"), "good\n");
    Resil.Result result =
        run("-q", "-n", "1", "--stdout", "final", "--fallback-file", "f", "-c", "echo bad; exit 1")
            .run();

    assertThat(result.out()).isEqualTo("good\n");
    assertThat(result.err()).isEqualTo("bad\n");
  }

  @Test
  void shouldEndTheLineWithTheRunWhenASignalArrives() throws Exception {
    Resil resil = run("-n", "1", "--fallback", "echo >here; sleep 300 & wait", "false");
    Process process = resil.start();
    while (!Files.exists(folder.resolve("here"))) {
      Thread.onSpinWait();
    }
    process.destroy(); // TERM

    assertThat(resil.await(process).exitCode()).isEqualTo(128 + 15);
  }

  @Test
  void shouldAnswerFromACopyWhileItIsFresh() throws Exception {
    String[] command = {"--cache-ttl", "1h", "--report", "report", "-c", "echo x >>runs; echo out"};
    assertThat(run(command).run().out()).isEqualTo("out\n");
    assertThat(report().get("result").asString()).isEqualTo("success");

    Resil.Result again = run(command).run();

    assertThat(again.out()).isEqualTo("out\n");
    assertThat(again.err()).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    assertThat(report().get("result").asString()).isEqualTo("cached");
    assertThat(report().get("attempt_count").asInt()).isZero();
    assertThat(run("-v").append(command).run().err()).contains("sh was not run: its output of");
  }

  @Test
  void shouldRunAgainIfTheCopyIsTooOld() throws Exception {
    String[] command = {"--cache-ttl", "1ms", "-c", "echo x >>runs; cat runs; sleep 0.01"};
    run(command).run();

    assertThat(run(command).run().out()).isEqualTo("x\nx\n");
  }

  @Test
  void shouldAnswerWithAnOldCopyIfTheRunFailsAndReportIt() throws Exception {
    String[] command = {"--stale-if-error", "1h", "--report", "report", "-n", "2", "./flaky"};
    script("printf 'a\\0b'");
    run(command).run();
    script("echo partial; exit 7");

    Resil.Result result = run(command).run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("a\0b");
    assertThat(result.err())
        .contains("./flaky failed with exit code 7 (attempt 2 of 2)")
        .containsPattern("resil: using the cached output of .* ago \\(--stale-if-error\\)");
    assertThat(report().get("result").asString()).isEqualTo("failure");
    assertThat(report().get("fallback").get("source").asString()).isEqualTo("cache");
    assertThat(report().get("fallback").get("age").asDouble()).isPositive();
    assertThat(run("-q").append(command).run().err())
        .containsPattern("resil: using the cached output of .* ago");
    assertThat(run("--log-format", "json").append(command).run().err())
        .contains("\"event\":\"falling_back\"");
  }

  private void script(String text) throws Exception {
    Executables.write(folder.resolve("flaky"), "#!/bin/sh\n" + text + "\n");
  }

  @Test
  void shouldNotKeepOutputCutShortByASignal() throws Exception {
    Resil resil =
        run(
            "--stale-if-error",
            "1h",
            "-c",
            "trap 'exit 0' TERM; echo part; echo >here; sleep 300 & wait");
    Process process = resil.start();
    while (!Files.exists(folder.resolve("here"))) {
      Thread.onSpinWait();
    }
    process.destroy(); // TERM
    resil.await(process);

    assertThat(cache("list").run().out()).isEmpty();
  }

  @Test
  void shouldDistinguishCommandsArgumentsAndFolders() throws Exception {
    run("--cache-ttl", "1h", "-c", "echo one").run();
    Path other = Files.createDirectory(folder.resolve("other"));

    assertThat(run("--cache-ttl", "1h", "-c", "echo two").run().out()).isEqualTo("two\n");
    run("--cache-ttl", "1h", "-c", "echo one").in(other).run();
    run("--cache-ttl", "1h", "--cache-key", "k", "-c", "echo one").run();
    assertThat(run("--cache-ttl", "1h", "--cache-key", "k", "-c", "echo two").run().out())
        .isEqualTo("one\n");
    assertThat(cache("list").run().out().lines()).hasSize(5);
  }

  @Test
  void shouldListAndRemoveCopiesAndKeepThemPrivate() throws Exception {
    run("--cache-ttl", "1h", "--cache-key", "a", "-c", "umask 0; echo s3cret-output").run();
    run("--cache-ttl", "1h", "--cache-key", "b", "echo", "s3cret-argument").run();

    Resil.Result list = cache("list", "--json").run();
    assertThat(list.out()).doesNotContain("s3cret").contains("\"key\" : \"a\"");
    assertThat(cache("list").run().out()).contains("KEY").contains("echo");
    try (var files = Files.list(folder.resolve("cache/resil"))) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
    assertThat(cache("rm", "a").run().exitCode()).isZero();
    assertThat(cache("rm", "a").run().err())
        .isEqualTo("resil: cache rm a: not found; see 'resil cache list'\n");
    assertThat(cache("rm", "--all").run().exitCode()).isZero();
    assertThat(cache("list").run().out()).isEmpty();
  }

  @Test
  void shouldNotAnswerFromAFolderThatOthersMayWrite() throws Exception {
    String[] command = {"--stale-if-error", "1h", "-n", "1", "--cache-key", "k", "-c"};
    run(command).append("echo good").run();
    Files.setPosixFilePermissions(
        folder.resolve("cache/resil"), PosixFilePermissions.fromString("rwxrwxrwx"));

    Resil.Result result = run(command).append("exit 7").run();

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("resil: the cache cannot be read: ");
  }

  @Test
  void shouldRefuseContradictingOptions() {
    assertThat(
            List.of(
                run("--fallback", "a", "--fallback-file", "b", "true").run().err(),
                run("--fallback", " ", "true").run().err(),
                run("--fallback-file", "none", "true").run().err(),
                run("--cache-key", "k", "true").run().err(),
                run("--cache-ttl", "1m", "--stdout", "live", "true").run().err()))
        .containsExactly(
            "resil: --fallback: cannot be used with --fallback-file; remove one\n",
            "resil: --fallback ' ': is empty; give a command line for sh, or remove the"
                + " option\n",
            "resil: --fallback-file none: cannot be read; create it first, or name another file\n",
            "resil: --cache-key: requires --cache-ttl or --stale-if-error\n",
            "resil: --stdout live: cannot be used with --cache-ttl; only a successful attempt's"
                + " output is cached; remove one\n");
  }
}
