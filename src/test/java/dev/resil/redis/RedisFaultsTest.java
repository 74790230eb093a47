package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.redis.Proxy.Fault;
import dev.resil.state.Counts;
import dev.resil.state.Note;
import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.state.Strictness;
import dev.resil.state.Tallies;
import dev.resil.state.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any fault of a server or the network is reported in one line, and in time. */
class RedisFaultsTest {
  /** Within the default, or a multiple of it while the machine is busy. */
  private static final String NO_ANSWER =
      ".*: no answer within (300ms|600ms|900ms|[123](\\.\\d)?s): .*";

  private static final String PATIENT = "?timeout=1h";
  private static final Duration SOON = Duration.ofMinutes(10);

  @AutoClose private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  private static RedisStateStore store(String url) {
    return new RedisStateStore(
        RedisAddress.parse(url, Map.<String, String>of()::get),
        Strictness.LENIENT,
        _ -> {},
        () -> ThreadLocalRandom.current().nextLong());
  }

  private static StateException failure(String url) {
    RedisStateStore store = store(url);
    long start = System.nanoTime();
    StateException failure =
        catchThrowableOfType(
            StateException.class,
            () ->
                store.update(
                    Note.FORMAT, "x", _ -> new Update.Write<>(new Note("x", "y"), true, true)));
    assertThat(failure).as("of %s", url).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(failure.getMessage().lines()).hasSize(1);
    assertThat(failure).hasMessageStartingWith("state on redis").hasMessageNotContaining("secret");
    return failure;
  }

  private static StateException failure(Fault fault, String more) {
    try (var proxy = new Proxy(redis.port(), fault)) {
      return failure(proxy.url(more));
    }
  }

  @Test
  void shouldReportAServerThatIsDown() {
    try (var closed = new ClosedPort()) {
      assertThat(failure("redis://127.0.0.1:" + closed.number() + PATIENT))
          .hasMessageContaining("connection refused");
    }
  }

  @Test
  void shouldReportAnUnknownHost() {
    assertThat(failure("redis://nowhere.invalid" + PATIENT)).hasMessageContaining("no such host");
  }

  @Test
  void shouldNotWaitForAnswersThatNeverCome() {
    assertThat(failure(new Fault.Hang(), "")).hasMessageMatching(NO_ANSWER);
  }

  /** Each byte arrives in time, but not all of them. */
  @Test
  void shouldNotWaitForAnswersThatDrip() {
    assertThat(failure(new Fault.Drip(Duration.ofMillis(200)), "")).hasMessageMatching(NO_ANSWER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 6, 10, 20, 45})
  void shouldReportABrokenConnection(int bytes) {
    assertThat(failure(new Fault.Cut(bytes), PATIENT))
        .hasMessageContaining("closed the connection before answering");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "\0\1\2\3",
        "$2147483647\r\nabc",
        "*2147483647\r\n",
        "$-7\r\n\r\n",
        ":12\r\n:13\r\n",
        "+OK\r\n+OK\r\n",
        "*1\r\n$1\r\na\r\n*0\r\n",
        "$3\r\nabcdef\r\n",
        "$x\r\n",
      })
  void shouldReportAServerThatIsNotRedis(String answer) {
    assertThat(failure(new Fault.Answer(answer), "?timeout=2s"))
        .satisfiesAnyOf(
            e -> assertThat(e).hasMessageContaining("does not speak the Redis protocol"),
            e -> assertThat(e).hasMessageContaining("no answer within"));
  }

  /**
   * Whatever a server answers to any command: one line, or a harmless reply, but no exception that
   * could replace the command's exit code.
   */
  @Test
  void shouldTakeNoReplyForAFaultOfItsOwn() {
    for (String reply : oddReplies()) {
      try (var proxy = new Proxy(redis.port(), new Fault.Last(reply.repeat(8)))) {
        RedisStateStore store = store(proxy.url("?timeout=1h"));
        Tallies tallies = store.tallies();
        List<Use> uses =
            List.of(
                () -> store.read(Note.FORMAT, "x"),
                () -> store.list(Note.FORMAT),
                () -> store.remove(Note.FORMAT, "x"),
                () -> store.rewrite(Note.FORMAT, "x", _ -> new Note("x", "y")),
                () -> new StoredBreaker(store, new BreakerName("b"), Optional.empty()).check(),
                () -> call(new StoredBreaker(store, new BreakerName("b"), Optional.empty())),
                () -> tallies.of("x"),
                tallies::all,
                () -> tallies.remove("x"),
                () -> tallies.add("x", Counts.NONE, Counts.Bounds.NONE));
        for (int i = 0; i < uses.size(); i++) {
          try {
            uses.get(i).run();
          } catch (StateException e) {
            assertThat(e.getMessage().lines()).as("use %d of %s", i, reply).hasSize(1);
          } catch (RuntimeException e) {
            throw new AssertionError("use %d of %s".formatted(i, reply), e);
          }
        }
      }
    }
  }

  private interface Use {
    void run() throws StateException;
  }

  private static void call(StoredBreaker breaker) throws StateException {
    breaker.ask(Duration.ofSeconds(1));
    breaker.report(
        new BreakerEvent.Report(Optional.empty(), Verdict.FAILURE, Duration.ZERO, "exit:1"));
    breaker.forceOpen(Optional.empty());
  }

  /** Replies to TIME, SCAN, HGETALL and the scripts that are not what they should be. */
  private static List<String> oddReplies() {
    List<String> replies = new ArrayList<>();
    List<String> times =
        List.of(
            "0",
            "-1",
            "x",
            "",
            "1e9",
            "99999999999999999999",
            "253402300800",
            "9223372036854775807");
    for (String time : times) {
      replies.add("*2\r\n" + bulk(time) + bulk("0"));
      replies.add("*2\r\n" + bulk("1700000000") + bulk(time));
      for (String first : List.of("", ":1\r\n", ":0\r\n", ":7\r\n")) {
        replies.add(
            "*%d\r\n%s".formatted(first.isEmpty() ? 4 : 5, first)
                + bulk(time)
                + bulk(time)
                + bulk("")
                + "*0\r\n");
      }
    }
    String time = bulk("1700000000") + bulk("5");
    List<String> logs =
        List.of(
            "*1\r\n:1\r\n",
            "*1\r\n*0\r\n",
            "*-1\r\n",
            "$-1\r\n",
            ":3\r\n",
            "*1\r\n$-1\r\n",
            "*1\r\n" + bulk(""),
            "*1\r\n" + bulk("#"),
            "*1\r\n" + bulk("0123456789abcdef 1 2 {}"),
            "*1\r\n" + bulk("0123456789abcdef 99999999999 2 {}"),
            "*1\r\n" + bulk("0123456789abcdef  x y"));
    List<String> records =
        List.of(bulk(""), bulk("x"), ":1\r\n", "$-1\r\n", "*0\r\n", bulk("0123456789abcdef\n{}"));
    for (String log : logs) {
      for (String record : records) {
        replies.add("*4\r\n" + time + record + log);
        replies.add("*5\r\n:1\r\n" + time + record + log);
        replies.add("*5\r\n:0\r\n" + time + record + log);
      }
    }
    replies.addAll(
        List.of(
            "+OK\r\n",
            ":1\r\n",
            ":-1\r\n",
            "$-1\r\n",
            "*-1\r\n",
            "*0\r\n",
            "*1\r\n*1\r\n*0\r\n",
            "*2\r\n*0\r\n*0\r\n",
            "*2\r\n+0\r\n*1\r\n:1\r\n",
            "*3\r\n:1\r\n:2\r\n:3\r\n",
            "_\r\n",
            "%1\r\n+a\r\n:1\r\n",
            "#t\r\n",
            ",1.5\r\n",
            "(123\r\n",
            "~1\r\n:1\r\n",
            ">1\r\n+a\r\n",
            "=5\r\ntxt:a\r\n",
            "!3\r\nERR\r\n",
            "-\r\n",
            "-ERR \u0007\r\n",
            "$3\r\nabcd\r\n",
            "\r\n",
            "\0\r\n"));
    return replies;
  }

  private static String bulk(String text) {
    return "$%d\r\n%s\r\n".formatted(text.length(), text);
  }

  @ParameterizedTest
  @CsvSource({
    "LOADING Redis is loading the dataset in memory, still loading, FAILED",
    "MISCONF Redis is configured to save RDB snapshots, cannot save its data, FULL",
    "OOM command not allowed when used memory > 'maxmemory'., out of memory, FULL",
    "READONLY You can't write against a read only replica., the server is a read-only replica,"
        + " READ_ONLY",
    "MASTERDOWN Link with MASTER is down, lost its primary, FAILED",
    "CLUSTERDOWN The cluster is down, cluster is down, FAILED",
    "MOVED 1234 10.0.0.1:6379, the server is part of a cluster, FAILED",
    "NOAUTH Authentication required., requires a password, DENIED",
    "NOPERM this user has no permissions to run the 'get' command, docs/fleet.md, DENIED",
    "ERR unknown command secret, unknown command ***, FAILED",
  })
  void shouldReportTheServersRefusal(String answer, String words, Problem problem) {
    String twice = ("-" + answer + "\r\n").repeat(3);
    try (var proxy = new Proxy(redis.port(), new Fault.Answer(twice))) {
      RedisAddress plain = RedisAddress.parse(proxy.url(PATIENT), Map.<String, String>of()::get);
      boolean loggingIn = answer.contains("secret");
      StateException failure =
          failure(
              loggingIn ? plain.toString().replace("//", "//:secret@") + PATIENT : plain + PATIENT);
      assertThat(failure).hasMessageContaining(words);
      assertThat(failure.problem()).isEqualTo(problem);
    }
  }

  @Test
  void shouldReportAWrongPassword() {
    try (var guarded = RedisServer.start("--requirepass", "right")) {
      String place = "@127.0.0.1:" + guarded.port() + "/" + PATIENT;
      assertThat(failure("redis://:secret" + place)).hasMessageContaining("wrong user or password");
      assertThat(failure("redis://nobody:secret" + place))
          .hasMessageContaining("wrong user or password");
      assertThat(failure(guarded.url(PATIENT))).hasMessageContaining("requires a password");
    }
    assertThat(failure("redis://:secret@127.0.0.1:" + redis.port() + "/" + PATIENT))
        .hasMessageContaining("leave it out");
  }

  @Test
  void shouldReportAReadOnlyReplica() {
    try (var closed = new ClosedPort();
        var replica = RedisServer.start("--replicaof", "127.0.0.1 " + closed.number())) {
      assertThat(failure(replica.url(PATIENT)))
          .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.READ_ONLY));
    }
  }

  @Test
  void shouldReportAServerOutOfMemory() {
    try (var full = RedisServer.start("--maxmemory", "1")) {
      assertThat(failure(full.url(PATIENT)))
          .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.FULL));
    }
  }

  @Test
  void shouldReportAServerWithoutTls() {
    assertThat(failure("rediss://127.0.0.1:" + redis.port() + "?timeout=500ms"))
        .hasMessageContaining("speaks TLS");
  }

  @Test
  void shouldReportAnInvalidCertificateFile() {
    String url = "rediss://127.0.0.1:" + redis.port() + PATIENT;
    assertThat(failure(url + "&cacert=/nowhere.pem"))
        .hasMessageContaining("/nowhere.pem: cannot be read: No such file");
    assertThat(failure(url + "&cacert=/etc/passwd"))
        .hasMessageContaining("/etc/passwd: contains no certificate");
  }

  @Test
  void shouldReportTooFewReplicas() {
    assertThat(failure(redis.url("?timeout=800ms&replicas=1")))
        .hasMessageContaining("only 0 of 1 replicas");
  }

  @Test
  void shouldNotRetryWithoutEndUnderContention() {
    List<Integer> tries = new ArrayList<>();
    RedisStateStore store =
        new RedisStateStore(
            RedisAddress.parse(redis.url("?timeout=100ms"), Map.<String, String>of()::get),
            Strictness.LENIENT,
            _ -> {},
            // a store's tags contain this number, which must differ from that of the other writer
            // below
            () -> ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    StateException busy =
        catchThrowableOfType(
            StateException.class,
            () ->
                store.update(
                    Note.FORMAT,
                    "contended",
                    _ -> {
                      tries.add(1);
                      redis.cli("SET", "resil:note:contended", tag(tries.size()));
                      return new Update.Write<>(new Note("contended", "y"), true, true);
                    }));
    assertThat(busy.problem()).isIn(Problem.BUSY, Problem.FAILED);
    redis.cli("DEL", "resil:note:contended");
  }

  private static String tag(int number) {
    return "%016x\n1\ncontended\nx\nend".formatted(number);
  }
}
