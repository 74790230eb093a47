package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Statistics;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.state.Strictness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Reports and rejections on a server: facts that no two processes compete for. */
class RedisFactsTest {
  private static final String PATIENT = "?timeout=10m";
  private static final BreakerName NAME = new BreakerName("b");
  private static final String KEY = "resil:breaker:b";
  private static final String LOG = "resil:log:{resil:breaker:b}";
  private static final BreakerPolicy NEVER_OPEN =
      new BreakerPolicy(
          new Threshold.Consecutive(1_000_000), Optional.empty(), Duration.ofHours(1), 1, 1);

  @AutoClose private static RedisServer redis;

  private final List<String> notices = new ArrayList<>();

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @BeforeEach
  void empty() {
    redis.cli("FLUSHALL");
  }

  private RedisStateStore store(String url, Strictness strictness) {
    return new RedisStateStore(
        RedisAddress.parse(url, Map.<String, String>of()::get),
        strictness,
        notices::add,
        () -> ThreadLocalRandom.current().nextLong());
  }

  private StoredBreaker breaker(String url) {
    return new StoredBreaker(store(url, Strictness.LENIENT), NAME, Optional.of(NEVER_OPEN));
  }

  private StoredBreaker breaker() {
    return breaker(redis.url(PATIENT));
  }

  private static Optional<Permit> ask(StoredBreaker breaker) throws StateException {
    return breaker.ask(Duration.ofSeconds(9)).decision()
            instanceof Decision.Permitted(Permit permit)
        ? Optional.of(permit)
        : Optional.empty();
  }

  private static void report(StoredBreaker breaker, Optional<Permit> permit) throws StateException {
    breaker.report(
        new BreakerEvent.Report(permit, Verdict.FAILURE, Duration.ofSeconds(1), "exit:1"));
  }

  private BreakerState state() throws StateException {
    return store(redis.url(PATIENT), Strictness.STRICT)
        .read(new BreakerFormat(), "b")
        .record()
        .map(BreakerRecord::state)
        .orElse(BreakerState.FRESH);
  }

  @Test
  void shouldTakeTwoRoundTripsForACallAndOneForARejection() throws StateException {
    report(breaker(), ask(breaker()));
    try (var proxy = new Proxy(redis.port(), new Proxy.Fault.None())) {
      StoredBreaker breaker = breaker(proxy.url("/0" + PATIENT));
      report(breaker, ask(breaker));
      assertThat(proxy.roundTrips()).isEqualTo(2);
    }
    breaker().forceOpen(Optional.empty());
    try (var proxy = new Proxy(redis.port(), new Proxy.Fault.OnlyFirst())) {
      assertThat(ask(breaker(proxy.url("/0" + PATIENT)))).isEmpty();
      assertThat(proxy.roundTrips()).isEqualTo(1);
      while (state().statistics().rejectedCalls() == 0) {
        Thread.onSpinWait();
      }
    }
    assertThat(state().statistics().rejectedCalls()).isEqualTo(1);
  }

  /** The case that lost calls: all have asked before the first one reports. */
  @Test
  void shouldLoseNoReportAmongMany() throws StateException {
    List<Proxy> proxies = new ArrayList<>();
    List<StoredBreaker> breakers = new ArrayList<>();
    report(breaker(), Optional.empty());
    int callers = 50;
    for (int i = 0; i < callers; i++) {
      proxies.add(new Proxy(redis.port(), new Proxy.Fault.None()));
      breakers.add(breaker(proxies.getLast().url("/0" + PATIENT)));
    }
    List<Optional<Permit>> permits = new ArrayList<>();
    for (StoredBreaker breaker : breakers) {
      permits.add(ask(breaker));
    }
    for (int i = 0; i < callers; i++) {
      report(breakers.get(i), permits.get(i));
      proxies.get(i).close();
    }
    // two each, and an answer that nobody waits for to whoever makes the log part of the record
    assertThat(proxies.stream().mapToLong(Proxy::roundTrips).sum())
        .isBetween(2L * callers, 2L * callers + 8);
    assertThat(state().statistics().totalCalls()).isEqualTo(callers + 1);
    // whoever finds a long log makes it part of the record
    assertThat(Long.parseLong(redis.cli("LLEN", LOG))).isBetween(1L, 8L);
  }

  /** Nobody reports to an open breaker, which may stay so for hours. */
  @Test
  void shouldMakeRejectionsPartOfTheRecord() throws StateException {
    StoredBreaker breaker = breaker();
    breaker.forceOpen(Optional.empty());
    for (int i = 0; i < 50; i++) {
      assertThat(ask(breaker)).isEmpty();
    }
    assertThat(state().statistics().rejectedCalls()).isEqualTo(50);
    assertThat(Long.parseLong(redis.cli("LLEN", LOG))).isBetween(1L, 9L);
  }

  /** Nothing bounds the write of a thread that must not wait. */
  @Test
  void shouldPostOnlyWhatASocketTakesAtOnce() throws Exception {
    RedisCommand ping = RedisCommand.of(Protocol.Command.PING, "x".repeat(3000));
    try (RedisConnection connection =
        RedisConnection.open(
            new RedisHost("127.0.0.1", redis.port()),
            Optional.empty(),
            RedisCredentials.NONE,
            0,
            PATIENCE)) {
      assertThat(connection.post(ping, true)).isFalse();
      for (int i = 0; i < 2; i++) {
        connection.exchange(List.of(ping));
        assertThat(connection.post(ping, false)).isTrue();
        assertThat(connection.post(ping, false)).isTrue();
        assertThat(connection.post(ping, false)).isFalse();
        assertThat(connection.post(ping, true)).isTrue();
      }
    }
  }

  @Test
  void shouldOpenByReportsOfManyAndPublishThat() throws StateException {
    BreakerPolicy three =
        new BreakerPolicy(
            new Threshold.Consecutive(3), Optional.empty(), Duration.ofHours(1), 1, 1);
    List<StoredBreaker> breakers = new ArrayList<>();
    List<Optional<Permit>> permits = new ArrayList<>();
    report(breaker(), Optional.empty());
    for (int i = 0; i < 3; i++) {
      breakers.add(
          new StoredBreaker(
              store(redis.url(PATIENT), Strictness.STRICT), NAME, Optional.of(three)));
      permits.add(ask(breakers.getLast()));
    }
    List<Phase.Kind> after = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      after.add(
          breakers
              .get(i)
              .report(
                  new BreakerEvent.Report(
                      permits.get(i), Verdict.FAILURE, Duration.ofSeconds(1), "exit:1"))
              .phaseAfter()
              .kind());
    }
    assertThat(after).containsExactly(Phase.Kind.CLOSED, Phase.Kind.OPEN, Phase.Kind.OPEN);
    while (!redis.cli("GET", KEY).contains("\"OPEN\"")) {
      Thread.onSpinWait();
    }
  }

  /** The server appended the fact, but the connection broke before the client got the answer. */
  @Test
  void shouldCountARepeatedReportOnce() throws StateException {
    for (int cut = 40; cut < 140; cut += 9) {
      redis.cli("FLUSHALL");
      report(breaker(), Optional.empty());
      int look = redis.cli("GET", KEY).length() + cut;
      try (var proxy = new Proxy(redis.port(), new Proxy.Fault.Cut(look))) {
        StoredBreaker breaker = breaker(proxy.url(PATIENT));
        report(breaker, ask(breaker));
      } catch (StateException e) {
        assertThat(state().statistics().totalCalls()).isBetween(1L, 2L);
        continue;
      }
      assertThat(state().statistics().totalCalls()).as("cut after %d", cut).isEqualTo(2);
    }
  }

  @Test
  void shouldRemoveTheLogWithTheRecord() throws StateException {
    for (int i = 0; i < 3; i++) {
      report(breaker(), Optional.empty());
    }
    assertThat(redis.cli("EXISTS", LOG)).isEqualTo("1");
    assertThat(Long.parseLong(redis.cli("TTL", LOG))).isBetween(29L * 86_400, 30L * 86_400);
    store(redis.url(PATIENT), Strictness.LENIENT).remove(new BreakerFormat(), "b");
    assertThat(redis.cli("KEYS", "*")).isEmpty();
  }

  @Test
  void shouldForgetTheLogOfARecordThatIsGone() throws StateException {
    for (int i = 0; i < 3; i++) {
      report(breaker(), Optional.empty());
    }
    redis.cli("DEL", KEY);
    report(breaker(), Optional.empty());
    assertThat(state().statistics().totalCalls()).isEqualTo(1);
  }

  @Test
  void shouldKeepADamagedLogAsEvidence() throws StateException {
    report(breaker(), Optional.empty());
    redis.cli("RPUSH", LOG, "rubbish");
    assertThatThrownBy(this::state)
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.problem()).isEqualTo(Problem.DAMAGED));
    report(breaker(), Optional.empty());
    assertThat(state().statistics().totalCalls()).isEqualTo(1);
    assertThat(redis.cli("GET", "resil:damaged-breaker:b")).contains("\"total_calls\"", "rubbish");
    assertThat(notices).singleElement().asString().contains("key " + KEY + " is damaged");
  }

  @Test
  void shouldRefuseAFactOfANewerVersion() throws StateException {
    report(breaker(), Optional.empty());
    redis.cli("RPUSH", LOG, "0123456789abcdef 1764244800 0 {\"version\":2}");
    assertThatThrownBy(() -> ask(breaker()))
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NEWER));
  }

  /** What resil 0.1.0 does: it reads and stores the record, and knows no log. */
  @Test
  void shouldLoseNothingBesideAnOlderResil() throws Exception {
    report(breaker(), ask(breaker()));
    report(breaker(), ask(breaker()));
    BreakerFormat format = new BreakerFormat();
    byte[] value = redis.cli("GET", KEY).getBytes(StandardCharsets.UTF_8);
    BreakerRecord seen = format.decode(new TaggedRecord(value).record());
    Statistics one = seen.state().statistics();
    assertThat(one.totalCalls()).isEqualTo(1);
    BreakerRecord counted =
        format.after(
            seen,
            "{\"version\":1,\"host\":\"\",\"verdict\":\"FAILURE\",\"took\":1,\"outcome\":\"exit:1\"}"
                .getBytes(StandardCharsets.UTF_8),
            Instant.now());
    redis.cli(
        "SET",
        KEY,
        "fedcba9876543210\n" + new String(format.encode(counted), StandardCharsets.UTF_8));
    report(breaker(), ask(breaker()));
    assertThat(state().statistics().totalCalls()).isEqualTo(4);
  }

  /** Hash tags and braces in names must not part a record from its log in a cluster. */
  @Test
  void shouldKeepTheLogOnTheServerOfTheRecord() {
    for (String prefix : List.of("resil", "{resil}", "a{b}c", "a{b", "}{")) {
      RedisKeys keys = new RedisKeys(prefix);
      for (String name : List.of("b", "a{b}c", "{}", "}{", "a}b", "é", "{b}{c}")) {
        byte[] record = keys.record("breaker", name);
        keys.log(record)
            .ifPresent(log ->
                assertThat(JedisClusterCRC16.getSlot(log))
                    .isEqualTo(JedisClusterCRC16.getSlot(record)));
      }
    }
    assertThat(new RedisKeys("resil").log(new RedisKeys("resil").record("breaker", "b")))
        .map(RedisKeys::text)
        .contains(LOG);
  }

  /** The simulation's server does what the scripts do on a real one. */
  @Test
  void shouldSimulateTheScripts() {
    Random random = new Random(Long.getLong("test.seed", System.nanoTime()));
    RedisAddress address = RedisAddress.parse(redis.url(PATIENT), Map.<String, String>of()::get);
    RedisCalls calls = new RedisCalls(address, new RedisFailures(address));
    SimulatedRedis simulated = new SimulatedRedis(Instant::now);
    byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
    byte[] log = LOG.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2_000; i++) {
      RedisCommand command = command(random, key, log);
      Object expected =
          assertReply(
              () -> calls.ask(key, List.of(command), TransactionLimit.in(PATIENCE)).first());
      assertThat(withoutTime(simulated.reply(command)))
          .as("of %s", command.word())
          .isEqualTo(withoutTime(expected));
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private interface Asking {
    Object reply() throws StateException;
  }

  private static Object assertReply(Asking asking) {
    try {
      return asking.reply();
    } catch (StateException e) {
      throw new AssertionError(e);
    }
  }

  private static RedisCommand command(Random random, byte[] key, byte[] log) {
    String tag = "tag%013d".formatted(random.nextInt(3));
    int count = random.nextInt(3);
    String id = "id%014d".formatted(random.nextInt(40));
    String last = random.nextBoolean() ? "" : "id%014d".formatted(random.nextInt(4));
    return switch (random.nextInt(8)) {
      case 0 ->
          RedisCommand.of(
              Protocol.Command.EVAL, RedisScripts.REMOVE, 2, key, log, "channel", "message");
      case 1, 2 -> RedisCommand.of(Protocol.Command.EVAL, RedisScripts.LOOK, 2, key, log);
      case 3, 4, 5 ->
          RedisCommand.of(
              Protocol.Command.EVAL,
              RedisScripts.APPEND,
              2,
              key,
              log,
              id,
              "{}",
              "1 2",
              tag,
              count,
              last,
              0);
      default ->
          RedisCommand.of(
              Protocol.Command.EVAL,
              RedisScripts.STORE,
              2,
              key,
              log,
              random.nextInt(3) == 0 ? "" : tag,
              0,
              0,
              Long.MAX_VALUE / 1024,
              "tag%013d\nvalue".formatted(random.nextInt(3)),
              0,
              "",
              "",
              count,
              last,
              random.nextBoolean() ? "" : "#" + id);
    };
  }

  /** Bytes as text; the two numbers of the time are left out. */
  private static List<Object> withoutTime(Object reply) {
    if (!(reply instanceof List<?> parts)) {
      return List.of(reply);
    }
    List<Object> rest = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean time = i == parts.size() - 3 || i == parts.size() - 4;
      if (!time) {
        rest.add(text(parts.get(i)));
      }
    }
    return rest;
  }

  private static Object text(Object part) {
    return switch (part) {
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      case List<?> parts -> parts.stream().map(RedisFactsTest::text).toList();
      default -> part;
    };
  }
}
