package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.resil.retry.Backoff;
import dev.resil.retry.Delays;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.text.Durations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code resil run}: attempts, delays, verdicts, exit codes. */
class RetryIT {
  @TempDir Path folder;

  @Test
  void shouldRetryCurlUntilTheServerAnswersAfterThePlannedDelays() throws IOException {
    double deviation = 1;
    // a busy machine can only prolong a delay: one of a few runs in time suffices
    for (int i = 0; i < 4 && deviation > 0.15; i++) {
      deviation = deviationFromPlan(requestsUntilSuccess());
    }
    assertThat(deviation).as("even on a very busy machine").isLessThanOrEqualTo(5);
  }

  /**
   * The times at which requests arrived at a server that fails twice and then answers, in
   * nanoseconds.
   */
  private static List<Long> requestsUntilSuccess() throws IOException {
    List<Long> requests = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(System.nanoTime());
          boolean up = requests.size() > 2;
          exchange.sendResponseHeaders(up ? 200 : 503, up ? 3 : -1);
          exchange
              .getResponseBody()
              .write(up ? "up\n".getBytes(StandardCharsets.UTF_8) : new byte[0]);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Resil.Result result =
          Resil.run(
              "run",
              "-n",
              "5",
              "-b",
              "600ms",
              "--seed",
              "7",
              "--",
              "curl",
              "-fsS",
              "--noproxy",
              "*",
              url);
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).isEqualTo("up\n");
      assertThat(result.err()).contains("resil: curl succeeded (attempt 3 of 5)");
      assertThat(requests).hasSize(3);
      return requests;
    } finally {
      server.stop(0);
    }
  }

  /** The largest relative difference between an observed and a planned delay. */
  private static double deviationFromPlan(List<Long> requests) {
    Delays plan = plan(Duration.ofMillis(600), 7);
    double deviation = 0;
    for (int i = 1; i < requests.size(); i++) {
      double planned = Durations.seconds(plan.next());
      double seen = (requests.get(i) - requests.get(i - 1)) / 1e9;
      assertThat(seen).isGreaterThanOrEqualTo(planned * 0.99);
      deviation = Math.max(deviation, seen / planned - 1);
    }
    return deviation;
  }

  private static Delays plan(Duration base, long seed) {
    return new Delays(
        new RetryPolicy(
            OptionalLong.of(5),
            new Backoff.Exponential(base, 2),
            new Jitter.Factor(0.1),
            base,
            Duration.ofSeconds(60),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        seed);
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, 0, 1",
    "exit 7, 7, 3",
    "exit 125, 125, 3",
    "exit 255, 255, 3",
    "kill -KILL $$, 137, 3",
    "kill -TERM $$, 143, 3",
    "kill -SEGV $$, 139, 3",
  })
  void shouldExitAsTheCommandDid(String script, int code, int attempts) throws IOException {
    Resil.Result result = count("-b", "1ms", "--", "sh", "-c", "echo x >>log; " + script);
    assertThat(result.exitCode()).isEqualTo(code);
    assertThat(attempts()).isEqualTo(attempts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--retry-on 7                          | exit 7        | 3 | 7",
        "--retry-on exit:7                     | exit 8        | 1 | 8",
        "--retry-on 5-9,20                     | exit 20       | 3 | 20",
        "--retry-on 5-9 --retry-on 20          | exit 6        | 3 | 6",
        "--retry-on signal                     | exit 6        | 1 | 6",
        "--retry-on signal                     | kill -KILL $$ | 3 | 137",
        "--retry-on signal:TERM                | kill -KILL $$ | 1 | 137",
        "--retry-on signal:sigkill             | kill -KILL $$ | 3 | 137",
        "--no-retry-on 2                       | exit 2        | 1 | 2",
        "--no-retry-on 2 --retry-on any        | exit 2        | 1 | 2",
        "--success-on 3                        | exit 3        | 1 | 3",
        "--success-on 3                        | exit 0        | 3 | 1",
        "--success-on signal:KILL              | kill -KILL $$ | 1 | 0",
        "--retry-on timeout -t 0               | exit 1        | 1 | 1",
      })
  void shouldJudgeOutcomesByTheLists(String options, String script, int attempts, int code)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-b", "1ms"));
    arguments.addAll(List.of(options.split(" +", -1)));
    arguments.addAll(List.of("--", "sh", "-c", "echo x >>log; " + script));
    Resil.Result result = count(arguments.toArray(String[]::new));
    assertThat(attempts()).isEqualTo(attempts);
    assertThat(result.exitCode()).isEqualTo(code);
  }

  @Test
  void shouldGiveTheCommandItsAttemptNumber() throws IOException {
    Resil.Result result =
        count(
            "-b",
            "1ms",
            "-c",
            "echo \"$RESIL_ATTEMPT/$RESIL_ATTEMPT_LIMIT/$RESIL_LAST_OUTCOME/$RESIL_RUN_ID\" >>log;"
                + " exit 4");
    assertThat(result.exitCode()).isEqualTo(4);
    List<String> lines = Files.readAllLines(folder.resolve("log"));
    String id = lines.getFirst().split("/", -1)[3];
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(lines).containsExactly("1/3//" + id, "2/3/exit:4/" + id, "3/3/exit:4/" + id);
  }

  @Test
  void shouldLeaveTheLimitEmptyWithoutEnd() {
    Resil.Result result =
        Resil.run(
            "run",
            "-b",
            "1ms",
            "--forever",
            "-c",
            "test $RESIL_ATTEMPT = 5 && echo \"[$RESIL_ATTEMPT_LIMIT]\"");
    assertThat(result.out()).isEqualTo("[]\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldGiveTheCommandNoOptionOfAResilInside() {
    Resil.Result result =
        Resil.run(
            "run",
            "-n",
            "2",
            "-b",
            "1ms",
            "--",
            Resil.program(),
            "run",
            "-b",
            "1ms",
            "-q",
            "-c",
            "echo x; exit 1");
    assertThat(result.out()).isEqualTo("x\n".repeat(6)); // 2 · 3, each on its own defaults
  }

  @Test
  void shouldCutOffTheLastAttemptAtTheRunsLimit() throws Exception {
    Resil.Result result =
        EnoughTime.of(
            Duration.ofMillis(300),
            limit -> count("-T", limit, "-b", "1ms", "-c", "echo x >>log; sleep 1000"),
            ran -> Files.exists(folder.resolve("log")));
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(attempts()).isEqualTo(1);
    assertThat(result.err()).contains("timed out").contains("no time left");
  }

  @Test
  void shouldNotBeginADelayThatWouldEndPastTheLimit() throws IOException {
    Resil.Result result =
        count("-T", "30m", "-b", "1h", "--max-delay", "1h", "-c", "echo x >>log; exit 9");
    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void shouldTakeDelaysFromAList() {
    Resil.Result result =
        Resil.run("run", "--delays", "1ms,30ms", "-j", "none", "-n", "4", "-c", "exit 1");
    assertThat(result.err())
        .contains(
            "(attempt 1 of 4); retrying in 1ms",
            "(attempt 2 of 4); retrying in 30ms",
            "(attempt 3 of 4); retrying in 30ms");
  }

  @Test
  void shouldBeQuietWhenAsked() {
    Resil.Result result = Resil.run("run", "-q", "-b", "1ms", "-c", "echo own >&2; exit 3");
    assertThat(result.err()).isEqualTo("own\n".repeat(3));
  }

  @Test
  void shouldStaySilentIfTheFirstAttemptSucceeds() {
    assertThat(Resil.run("run", "true").err()).isEmpty();
  }

  @Test
  void shouldShowTheSamePlanThatARunFollows() {
    Resil.Result plan = Resil.run("plan", "-n", "4", "-b", "5ms", "-j", "full", "--seed", "-3");
    Resil.Result run =
        Resil.run("run", "-n", "4", "-b", "5ms", "-j", "full", "--seed", "-3", "false");
    List<String> planned =
        plan.out().lines().skip(2).map(line -> line.strip().split(" +", -1)[1]).toList();
    List<String> announced =
        run.errLines().stream()
            .filter(line -> line.contains("retrying in "))
            .map(line -> line.replaceFirst(".*retrying in ", "").replaceFirst(",.*", ""))
            .toList();
    assertThat(announced).hasSize(3).isEqualTo(planned);
  }

  @Test
  void shouldWaitARandomTimeFirst() {
    Resil.Result result = Resil.run("run", "-v", "--splay", "40ms", "--seed", "1", "true");
    assertThat(result.err()).contains("first attempt in").contains("(splay)");
    assertThat(result.exitCode()).isZero();
  }

  private Resil.Result count(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    return Resil.with(all.toArray(String[]::new)).in(folder).run();
  }

  private int attempts() throws IOException {
    return Files.readAllLines(folder.resolve("log")).size();
  }
}
