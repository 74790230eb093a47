package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which failures use up attempts, and how many in how short a time end a run. */
class AttemptLimitsIT {
  @TempDir Path temp;

  /** A job on a spot machine: it is taken away three times (exit code 75), and fails once. */
  @Test
  void shouldNotCountAMachineThatWasTakenAway() throws IOException {
    Resil.Result result =
        run(
            "-n 2 --uncounted 75",
            "echo $RESIL_ATTEMPT of $RESIL_ATTEMPT_LIMIT; case $RESIL_ATTEMPT in [124]) exit 75;;"
                + " 3) exit 1;; esac");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("1 of 2\n2 of 3\n3 of 4\n4 of 4\n5 of 5\n");
    assertThat(result.err())
        .contains("sh failed with exit code 75 (attempt 1 of 2), which does not count; retrying in")
        .contains("sh failed with exit code 1 (attempt 3 of 4); retrying in")
        .contains("sh succeeded (attempt 5 of 5)");
    JsonNode report = report();
    assertThat(report.get("policy").get("uncounted").get(0).asString()).isEqualTo("exit:75");
    assertThat(report.get("policy").get("max_attempts").asInt()).isEqualTo(2);
    assertThat(report.get("attempts"))
        .extracting(attempt -> attempt.has("uncounted"))
        .containsExactly(true, true, false, true, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // options | exit codes of the attempts, the last repeats | attempts | reason
        "-n 1 --uncounted 75                       | 75 75 0   | 3 | succeeded",
        "-n 2 --uncounted 75 --uncounted 76        | 75 76 1   | 4 | attempts_exhausted",
        "-n 2 --uncounted 75-80,!77                | 76 77 76 77 | 4 | attempts_exhausted",
        "-n 2 --uncounted !77                      | 1 2 77    | 4 | attempts_exhausted",
        "-n 2 --uncounted output~locked            | 75 75 1   | 4 | attempts_exhausted",
        "-n 2 --retry-on 1 --uncounted 75          | 75 75 2   | 3 | not_retried",
        "-n 2 --no-retry-on 75 --uncounted 75      | 75        | 1 | not_retried",
        "-n 2 --success-on 75 --uncounted 75       | 75        | 1 | succeeded",
        "-T 10m --delays 1h --uncounted any        | 1         | 1 | time_limit",
        "--forever --uncounted 75                  | 75 1 75 1 0 | 5 | succeeded",
        "--max-failures 3/1h                       | 1         | 3 | attempts_exhausted",
        "--max-failures 3/1h -n 9                  | 1         | 3 | attempts_exhausted",
        "--max-failures 3/1h --forever             | 1         | 3 | attempts_exhausted",
        "--max-failures 3/1ms -b 50ms -n 5         | 1         | 5 | attempts_exhausted",
        "--max-failures 3/1h --uncounted 75        | 75 75 1 75 1 75 1 | 7 | attempts_exhausted",
        "--max-failures 1/1h                       | 1         | 1 | attempts_exhausted",
        "--max-failures 3/1h                       | 1 1 0     | 3 | succeeded",
      })
  void shouldEndWhenTheLimitIsReached(String options, String codes, int attempts, String reason)
      throws IOException {
    run(
        "-q " + (options.contains("--delays") ? "" : "-b 1ms ") + options,
        "set -- %s; shift $(( RESIL_ATTEMPT > $# ? $# - 1 : RESIL_ATTEMPT - 1 )); [ $1 = 75 ] && echo locked; exit $1"
            .formatted(codes));
    assertThat(report().get("attempt_count").asInt()).isEqualTo(attempts);
    assertThat(report().get("reason").asString()).isEqualTo(reason);
  }

  /** A worker whose database is gone: it starts and dies at once, after it has worked for long. */
  @Test
  void shouldGiveUpOnAWorkerThatDiesAtOnce() throws IOException {
    Resil.Result result = run("-b 1ms --reset-after 1h --max-failures 4/1h", "exit 3");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("sh failed with exit code 3 (attempt 4); giving up after 4 failures within 1h");
    JsonNode policy = report().get("policy");
    assertThat(policy.get("max_failures").asInt()).isEqualTo(4);
    assertThat(policy.get("max_failures_within").asDouble()).isEqualTo(3600);
    assertThat(policy.get("max_attempts").isNull()).isTrue();
  }

  @Test
  void shouldPlanForAttemptsThatFailAtOnce() {
    assertThat(
            Resil.with("plan", "--max-failures", "3/4s", "--delays", "1s,5s,1s", "-j", "none")
                .run()
                .out())
        .isEqualToIgnoringNewLines(
            """
            attempt     delay  starts at
                  1        0s         0s
                  2        1s         1s
                  3        5s         6s
                  4        1s         7s
                  5        1s         8s
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-failures 4 | --max-failures 4: must be a number of failures from 1 to 10000 and a"
            + " time, such as 5/10m",
        "--max-failures 0/1m | --max-failures 0/1m: must be a number of failures from 1 to 10000"
            + " and a time, such as 5/10m",
        "--max-failures 4/0 | --max-failures 4/0: must be a number of failures from 1 to 10000 and"
            + " a time, such as 5/10m",
        "--max-failures 4/x | --max-failures 4/x: not a duration; write it like 100ms, 2s, 1.5m,"
            + " 2h, 1d or 1h30m",
        "--uncounted status:503 | --uncounted status:503: applies only to 'resil http'; use exit:N,"
            + " signal, timeout or stdout~REGEX",
      })
  void shouldRefuseALimitThatMakesNoSense(String options, String message) {
    Resil.Result result =
        Resil.with("run").append(options.split(" ", -1)).append("--", "echo", "run").run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualTo("resil: " + message + "\n");
  }

  private Resil.Result run(String options, String script) throws IOException {
    Files.deleteIfExists(temp.resolve("report"));
    List<String> words = new ArrayList<>(List.of("run", "--report", "" + temp.resolve("report")));
    words.addAll(List.of(options.split(" ", -1)));
    words.addAll(List.of("--", "sh", "-c", script));
    return Resil.with(words.toArray(String[]::new)).run();
  }

  private JsonNode report() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(temp.resolve("report")));
  }
}
