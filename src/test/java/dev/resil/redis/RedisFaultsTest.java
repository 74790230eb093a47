package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.resil.redis.Proxy.Fault;
import dev.resil.state.Note;
import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.state.Strictness;
import dev.resil.state.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any fault of a server or the network is reported in one line, and in time. */
class RedisFaultsTest {
  private static final String PATIENT = "?timeout=1h";
  private static final Duration SOON = Duration.ofMinutes(10);

  @AutoClose private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  private static StateException failure(String url) {
    RedisStateStore store =
        new RedisStateStore(
            RedisAddress.parse(url, Map.<String, String>of()::get),
            Strictness.LENIENT,
            _ -> {},
            () -> ThreadLocalRandom.current().nextLong());
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
    assertThat(failure(new Fault.Hang(), "")).hasMessageContaining("no answer within 300ms");
  }

  /** Each byte arrives in time, but not all of them. */
  @Test
  void shouldNotWaitForAnswersThatDrip() {
    assertThat(failure(new Fault.Drip(Duration.ofMillis(200)), ""))
        .hasMessageContaining("no answer within 300ms");
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
