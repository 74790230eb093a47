package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.resil.redis.Proxy;
import dev.resil.redis.Proxy.Fault;
import dev.resil.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program with breakers on Redis. */
class SharedStateIT {
  /** Long, so that a busy machine does not fail the test. */
  private static final String PATIENT = "?timeout=10m";

  @AutoClose private static RedisServer redis;

  @TempDir Path temp;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @BeforeEach
  void empty() {
    redis.cli("FLUSHALL");
  }

  private static BreakerBench bench() {
    return new BreakerBench(redis.url(PATIENT));
  }

  private static Resil guarded(String place, String... more) {
    return Resil.with("run", "--state", place, "--breaker", "api").append(more);
  }

  @Test
  void shouldControlBreakersFromAnyHost() {
    BreakerBench bench = bench();
    assertThat(bench.breaker("record", "api", "failure", "--failure-threshold", "2").exitCode())
        .isZero();
    assertThat(bench.state("api")).isEqualTo("CLOSED");
    bench.breaker("record", "api", "failure");
    assertThat(bench.state("api")).isEqualTo("OPEN");
    assertThat(bench.breaker("check", "api").exitCode()).isEqualTo(75);
    bench.breaker("reset", "api");
    assertThat(bench.breaker("check", "api").exitCode()).isZero();
    bench.breaker("open", "api", "--for", "1h");
    bench.breaker("open", "other", "--create");
    assertThat(bench.breaker("list", "--names").out()).isEqualTo("api\nother\n");
    bench.breaker("rm", "api");
    assertThat(bench.breaker("list", "--names").out()).isEqualTo("other\n");
    bench.breaker("reset", "--all");
    assertThat(bench.state("other")).isEqualTo("CLOSED");
    assertThat(bench.breaker("rm", "oter").err()).contains("did you mean other?");
  }

  @Test
  void shouldTakeTheLocationFromTheEnvironment() {
    Resil.Result result =
        Resil.with("run", "--breaker", "api", "-n", "1", "--", "false")
            .variable("RESIL_STATE", redis.url(PATIENT))
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(bench().status("api").get("failed_calls").asInt()).isEqualTo(1);
  }

  @Test
  void shouldTakeTwoRoundTripsForARun() {
    bench().breaker("record", "api", "success");
    try (var proxy = new Proxy(redis.port(), new Fault.Delay(Duration.ofMillis(200)))) {
      Resil.Result result = guarded(proxy.url("?timeout=10m"), "--", "true").run();
      assertThat(result.err()).isEmpty();
      assertThat(proxy.roundTrips()).isEqualTo(2);
      assertThat(proxy.connections()).isEqualTo(1);
    }
    assertThat(bench().status("api").get("successful_calls").asInt()).isEqualTo(2);
  }

  /** The limit applies to a transaction, including name lookup and connection, not to the run. */
  @Test
  void shouldTolerateADistantServer() {
    assumeTrue(Resil.isNative(), "a JVM alone takes long to load what it needs");
    Duration far = Duration.ofSeconds(1);
    Resil.Result result;
    do {
      try (var proxy = new Proxy(redis.port(), new Fault.Delay(far))) {
        String url = proxy.url("?timeout=" + far.toMillis() * 18 / 10 + "ms");
        result = guarded(url, "--", "true").run();
      }
      far = far.multipliedBy(4); // so that the machine's own delay matters less
    } while (!result.err().isEmpty() && far.toSeconds() < 60);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void shouldHandNoConnectionToTheCommand() {
    Resil.Result result =
        guarded(
                redis.url(PATIENT),
                "-n",
                "1",
                "--",
                "sh",
                "-c",
                "ls -l /proc/self/fd | grep -c socket:")
            .run();
    assertThat(result.out()).isEqualTo("0\n");
  }

  private static String answer(String error) {
    return ("-" + error + "\r\n").repeat(3);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("hung", new Fault.Hang(), "no answer within"),
        Arguments.of("cut at once", new Fault.Cut(0), "closed the connection"),
        Arguments.of("cut after 3 bytes", new Fault.Cut(3), "closed the connection"),
        Arguments.of("cut after 40 bytes", new Fault.Cut(40), "closed the connection"),
        Arguments.of(
            "garbage",
            new Fault.Answer("HTTP/1.1 400 Bad Request\r\n\r\n"),
            "does not speak the Redis protocol"),
        Arguments.of("no end of it", new Fault.Answer("$2147483647\r\nabc"), "state on redis://"),
        Arguments.of("OOM", new Fault.Answer(answer("OOM command not allowed")), "out of memory"),
        Arguments.of("LOADING", new Fault.Answer(answer("LOADING Redis is")), "still loading"),
        Arguments.of(
            "replica", new Fault.Answer(answer("READONLY You can't")), "read-only replica"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void shouldRunTheCommandWithoutStateAndReportItOnce(String name, Fault fault, String words) {
    try (var proxy = new Proxy(redis.port(), fault)) {
      Resil.Result result = guarded(proxy.url("?timeout=1s"), "-q", "--", "echo", "ran").run();
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).isEqualTo("ran\n");
      Resil.Result told =
          guarded(proxy.url("?timeout=1s"), "-n", "3", "-b", "1ms", "--", "false").run();
      assertThat(told.exitCode()).isEqualTo(1);
      assertThat(told.errLines())
          .filteredOn(line -> line.contains("state on"))
          .singleElement()
          .asString()
          .contains(words, "; running as if breaker api were closed");
    }
  }

  @Test
  void shouldRunTheCommandIfTheServerIsDownOrThePasswordIsWrong() {
    try (var server = RedisServer.start("--requirepass", "right")) {
      assertRanAndSaidSo("redis://127.0.0.1:1" + PATIENT, "connection refused");
      assertRanAndSaidSo(server.url(PATIENT).replace("//", "//:wrong@"), "wrong user or password");
    }
  }

  private static void assertRanAndSaidSo(String place, String words) {
    Resil.Result result = guarded(place, "-n", "3", "-b", "1ms", "--", "false").run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errLines())
        .filteredOn(line -> line.contains("state on"))
        .singleElement()
        .asString()
        .contains(words, "; running as if breaker api were closed");
  }

  @Test
  void shouldRunNothingIfItIsStrict() {
    Resil.Result result =
        guarded("redis://127.0.0.1:1" + PATIENT, "--strict-state", "--", "echo", "ran").run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("connection refused");
  }

  @Test
  void shouldNotDelayACommandBeyondTheTimeout() {
    assumeTrue(Resil.isNative(), "a JVM alone takes long to load what it needs");
    Duration timeout = Duration.ofMillis(300);
    Duration took;
    Duration longest;
    do {
      try (var proxy = new Proxy(redis.port(), new Fault.Drip(Duration.ofMillis(250)))) {
        String url = proxy.url("?timeout=" + timeout.toMillis() + "ms");
        long start = System.nanoTime();
        Resil.Result result = guarded(url, "-n", "1", "--", "false").run();
        took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isGreaterThanOrEqualTo(timeout);
        assertThat(result.err()).contains("no answer within ");
      }
      // ten times as long on a busy machine, and so that its own delay matters less
      longest = timeout.multipliedBy(11);
      timeout = timeout.multipliedBy(2);
    } while (took.compareTo(longest) > 0 && timeout.toSeconds() < 60);
    assertThat(took).isLessThanOrEqualTo(longest);
  }

  @Test
  void shouldUseTheFolderIfTheServerIsGone() {
    String place = "redis://127.0.0.1:1" + PATIENT + "," + temp.resolve("state");
    String[] failing = {"-n", "1", "--failure-threshold", "2", "--", "false"};
    Resil.Result first = guarded(place, failing).run();
    assertThat(first.errLines()).hasSize(2);
    assertThat(first.err()).contains("connection refused", "; using this host's own state instead");
    assertThat(guarded(place, failing).run().exitCode()).isEqualTo(1);
    assertThat(guarded(place, failing).run().exitCode()).isEqualTo(75);
    assertThat(new BreakerBench(temp.resolve("state")).state("api")).isEqualTo("OPEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://me:pa55@h/x", "redis://me:pa55@", "redis://me:pa55@h?a=pa55"})
  void shouldRefuseAnInvalidUrlWithoutShowingIt(String url) {
    for (Resil.Result result :
        List.of(
            guarded(url, "--", "echo", "ran").run(),
            Resil.run("breaker", "list", "--state", url),
            Resil.with("breaker", "list").variable("RESIL_STATE", url).run())) {
      assertThat(result.exitCode()).isEqualTo(125);
      assertThat(result.out()).isEmpty();
      assertThat(result.errLines()).hasSize(1);
      assertThat(result.err()).containsIgnoringCase("state: ").doesNotContain("pa55");
    }
  }

  @Test
  void shouldShowThePasswordNowhere() throws Exception {
    try (var server = RedisServer.start("--requirepass", "pa55")) {
      Path file = Files.writeString(temp.resolve("secret"), "pa55\n");
      String place = "127.0.0.1:" + server.port() + "/" + PATIENT;
      List<Resil> runs =
          List.of(
              guarded(
                  "redis://:pa55@" + place,
                  "-v",
                  "--report",
                  "-",
                  "--failure-threshold",
                  "99",
                  "--",
                  "false"),
              guarded(
                      "redis://" + place,
                      "-v",
                      "--report",
                      "-",
                      "--failure-threshold",
                      "99",
                      "--",
                      "false")
                  .variable("RESIL_REDIS_PASSWORD", "pa55"),
              guarded(
                      "redis://" + place,
                      "-v",
                      "--report",
                      "-",
                      "--failure-threshold",
                      "99",
                      "--",
                      "false")
                  .variable("RESIL_REDIS_PASSWORD_FILE", file.toString()),
              guarded(
                  "redis://" + place + "&password-file=" + file,
                  "-n",
                  "1",
                  "--failure-threshold",
                  "99",
                  "--",
                  "false"));
      for (Resil run : runs) {
        Resil.Result result = run.variable("RESIL_LOG", "debug").run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).doesNotContain("state on").doesNotContain("pa55");
      }
      Resil.Result wrong = guarded("redis://:pa55wrong@" + place, "--", "true").run();
      assertThat(wrong.err()).contains("wrong user or password").doesNotContain("pa55");
    }
  }

  /** Each process is another host; all counts arrive, and no excess permit is granted. */
  @Test
  void shouldLoseNoCallOfManyProcesses() {
    int processes = Resil.isNative() ? 64 : 8;
    int calls = Resil.isNative() ? 25 : 10;
    List<Resil> all = new ArrayList<>();
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Resil run =
          guarded(
              redis.url("?timeout=10m"),
              "-q",
              "-n",
              Integer.toString(calls),
              "-b",
              "0",
              "--failure-threshold",
              "1000000",
              "--",
              "false");
      all.add(run);
      started.add(run.start());
    }
    for (int i = 0; i < processes; i++) {
      Resil.Result result = all.get(i).await(started.get(i));
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isEqualTo(1);
    }
    assertThat(bench().status("api").get("failed_calls").asInt()).isEqualTo(processes * calls);
  }

  @Test
  void shouldGiveNoMoreProbesThanAllowed() {
    int processes = Resil.isNative() ? 32 : 6;
    bench().breaker("record", "api", "failure", "--failure-threshold", "1");
    List<Resil> all = new ArrayList<>();
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Resil run =
          guarded(
              redis.url("?timeout=10m"),
              "--recovery-timeout",
              "0",
              "--half-open-max-calls",
              "2",
              "--success-threshold",
              "1000",
              "--",
              "sleep",
              "20");
      all.add(run);
      started.add(run.start());
    }
    long rejected = 0;
    // two run without limit; all others are rejected
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (rejected < processes - 2 && System.nanoTime() < end) {
      rejected = started.stream().filter(process -> !process.isAlive()).count();
    }
    assertThat(bench().status("api").get("probes").asInt()).isEqualTo(2);
    assertThat(bench().status("api").get("rejected_calls").asInt()).isEqualTo(processes - 2);
    started.forEach(Process::destroy);
    for (int i = 0; i < processes; i++) {
      assertThat(all.get(i).await(started.get(i)).exitCode()).isIn(75, 143);
    }
  }
}
