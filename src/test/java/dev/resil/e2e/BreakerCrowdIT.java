package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many simultaneous callers of one breaker, each with its own processes, some of which are killed.
 */
class BreakerCrowdIT {
  /**
   * The number of simultaneous callers; lower on a JVM, where each run takes a hundred times as
   * long.
   */
  private static final int CALLERS = Resil.isNative() ? 64 : 6;

  private static final int CALLS = Resil.isNative() ? 25 : 3;

  private static final int PROBES_EACH = Resil.isNative() ? 5 : 3;

  /** Every fourth caller's runs are killed. */
  private static final int KILLED = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Each caller writes the exit codes of its runs to a file of its own. */
  private static final String CROWD =
      """
      surviving() { resil "${guarded[@]}" -- true; echo $?; }
      killed() {
        "$RESIL" "${guarded[@]}" -- false & run=$!
        sleep 0.00$((RANDOM % 10)) && kill -KILL $run
        wait $run; echo $?
      } 2>/dev/null
      guarded=(run -q -n 1 --state "$PWD/state" --breaker crowd --failure-threshold 1000000)
      for ((caller = 0; caller < $1; caller++)); do
        kind=surviving; ((caller % $3)) || kind=killed
        for ((call = 0; call < $2; call++)); do $kind; done >codes-$kind-$caller 2>says-$caller &
      done
      wait
      """;

  private static final String PROBES =
      """
      resil breaker open --create --state "$PWD/state" --for 1ms crowd
      for ((caller = 0; caller < $1; caller++)); do
        for ((call = 0; call < $2; call++)); do
          resil run -q -n 1 --state "$PWD/state" --breaker crowd --half-open-max-calls 3 \
            --success-threshold 1000000 -- sh -c 'echo + >>alive; ls / >/dev/null; echo - >>alive'
          echo $?
        done >codes-$caller 2>says-$caller &
      done
      wait
      """;

  @TempDir Path temp;

  @Test
  void shouldCountAllCallsOfTheSurvivors() throws Exception {
    BreakerBench bench = new BreakerBench(temp.resolve("state"));
    Process crowd = start(CROWD, CALLERS, CALLS, KILLED);
    while (crowd.isAlive()) { // a reader always finds a complete record
      if (Files.exists(bench.file("crowd"))) {
        bench.stored("crowd");
      }
      LockSupport.parkNanos(1_000_000); // the crowd needs the processors too
    }
    assertThat(crowd.waitFor()).isZero();

    assertThat(texts("says-")).allMatch(String::isEmpty);
    List<String> survivors = lines("codes-surviving-");
    List<String> killed = lines("codes-killed-");
    assertThat(survivors).hasSize((CALLERS - killed.size() / CALLS) * CALLS).containsOnly("0");
    assertThat(killed).isNotEmpty().isSubsetOf("1", "137");
    var status = bench.status("crowd");
    assertThat(status.get("successful_calls").asInt()).isEqualTo(survivors.size());
    // the call of a killed run may have been counted
    assertThat(status.get("failed_calls").asInt())
        .isBetween((int) killed.stream().filter("1"::equals).count(), killed.size());
    assertThat(status.get("total_calls").asInt())
        .isEqualTo(status.get("successful_calls").asInt() + status.get("failed_calls").asInt());
  }

  @Test
  void shouldNeverHaveMoreProbesAliveThanAllowed() throws Exception {
    Process crowd = start(PROBES, CALLERS, PROBES_EACH);
    assertThat(crowd.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(texts("says-")).allMatch(String::isEmpty);
    List<String> codes = lines("codes-");
    assertThat(codes).hasSize(CALLERS * PROBES_EACH).isSubsetOf("0", "75");
    int alive = 0;
    int begun = 0;
    for (String line : Files.readAllLines(temp.resolve("alive"))) {
      alive += line.equals("+") ? 1 : -1;
      begun += line.equals("+") ? 1 : 0;
      assertThat(alive).isBetween(0, 3);
    }
    assertThat(begun).isEqualTo((int) codes.stream().filter("0"::equals).count()).isPositive();
    assertThat(new BreakerBench(temp.resolve("state")).state("crowd")).isEqualTo("HALF_OPEN");
  }

  private Process start(String script, int... numbers) throws IOException {
    String[] arguments = Arrays.stream(numbers).mapToObj(String::valueOf).toArray(String[]::new);
    return new Shell(temp)
        .builder(script, arguments)
        .redirectOutput(temp.resolve("out").toFile())
        .redirectError(temp.resolve("err").toFile())
        .start();
  }

  private List<String> lines(String prefix) throws IOException {
    return texts(prefix).stream().flatMap(String::lines).toList();
  }

  private List<String> texts(String prefix) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(temp)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(prefix)) {
          texts.add(Files.readString(file));
        }
      }
    }
    return texts;
  }
}
