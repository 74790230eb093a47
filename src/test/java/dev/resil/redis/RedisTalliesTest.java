package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.redis.Proxy.Fault;
import dev.resil.state.Counts;
import dev.resil.state.Counts.Bounds;
import dev.resil.state.StateException;
import dev.resil.state.Strictness;
import dev.resil.state.Tallies;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts on a real server agree with {@link Counts}. */
class RedisTalliesTest {
  private static final Bounds BOUNDS = new Bounds("outcome:", 3, "hour:", 50);

  @AutoClose private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @BeforeEach
  void empty() {
    redis.cli("FLUSHALL");
  }

  private static Tallies tallies(String url) {
    RedisAddress address = RedisAddress.parse(url, _ -> null);
    return new RedisStateStore(address, Strictness.STRICT, _ -> {}, new Random(1)::nextLong)
        .tallies();
  }

  private static Tallies tallies() {
    return tallies(redis.url("?timeout=10m"));
  }

  private static Counts counts(Map<String, Long> fields) {
    return new Counts(new TreeMap<>(fields));
  }

  @Test
  void shouldCountAsInMemory() throws StateException {
    Random random = new Random(7);
    Tallies tallies = tallies();
    Counts expected = Counts.NONE;
    for (int i = 0; i < 200; i++) {
      Counts more =
          counts(
              Map.of(
                  "runs",
                  1L,
                  "outcome:exit:" + random.nextInt(8),
                  (long) random.nextInt(5),
                  "first_run",
                  1_700_000_000_000L + random.nextInt(1_000_000),
                  "last_run",
                  1_700_000_000_000L + random.nextInt(1_000_000),
                  "hour:" + random.nextInt(40, 60) + ":attempts",
                  1L));
      tallies.add("x", more, BOUNDS);
      expected = expected.plus(more, BOUNDS);
    }
    assertThat(tallies.of("x").counts("x")).isEqualTo(expected);
    assertThat(expected.under("outcome:")).hasSize(4).containsKey("other");
  }

  @Test
  void shouldListAndRemoveCounts() throws StateException {
    Tallies tallies = tallies();
    tallies.add("a:b*", counts(Map.of("runs", 2L)), BOUNDS);
    tallies.add("c", counts(Map.of("runs", 3L)), BOUNDS);
    redis.cli("SET", "resil:stats:wrong", "text");
    redis.cli("HSET", "resil:stats:odd", "runs", "many");
    assertThat(tallies.all().counts()).containsOnlyKeys("a:b*", "c");
    assertThat(tallies.all().problems()).hasSize(2);
    assertThat(tallies.remove("a:b*")).isTrue();
    assertThat(tallies.remove("a:b*")).isFalse();
    assertThat(tallies.of("a:b*").counts()).isEmpty();
    assertThat(redis.cli("PTTL", "resil:stats:c")).matches("[0-9]+");
  }

  /**
   * Counts sent after a transaction are not waited for, and their answer is not taken for
   * another's.
   */
  @Test
  void shouldNotWaitForTheAnswerAfterAnotherTransaction() throws StateException {
    try (var proxy = new Proxy(redis.port(), new Fault.None())) {
      Tallies tallies = tallies(proxy.url("?timeout=10m"));
      assertThat(tallies.of("x").counts()).isEmpty();
      for (int i = 0; i < 5; i++) {
        tallies.add("x", counts(Map.of("runs", 1L)), BOUNDS);
      }
      assertThat(tallies.of("x").counts("x").get("runs")).isEqualTo(5);
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void shouldReportAFailureToCountWithoutAnEarlierTransaction() {
    try (var proxy = new Proxy(redis.port(), new Fault.Answer("-NOPERM no right to eval\r\n"))) {
      assertThatThrownBy(
              () -> tallies(proxy.url("?timeout=10m")).add("x", counts(Map.of("runs", 1L)), BOUNDS))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("NOPERM");
    }
  }
}
