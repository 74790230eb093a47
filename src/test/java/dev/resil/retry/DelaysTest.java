package dev.resil.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DelaysTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int SOME = 25;

  @Property
  void shouldLieInTheIntervalOfTheirJitter(
      @ForAll("policies") RetryPolicy policy, @ForAll long seed) {
    Delays delays = new Delays(policy, seed);
    double cap = nanos(policy.maxDelay());
    double previous = nanos(policy.base());
    for (int n = 1; n <= SOME; n++) {
      double backoff = Math.min(cap, policy.backoff().nanosAfter(n));
      double delay = nanos(delays.next());
      Interval interval = interval(policy, backoff, previous).cappedAt(cap);
      assertThat(delay).as("delay %d", n).isBetween(interval.low(), interval.high());
      previous = delay;
    }
  }

  private static Interval interval(RetryPolicy policy, double delay, double previous) {
    double base = nanos(policy.base());
    return switch (policy.jitter()) {
      case Jitter.None none -> new Interval(delay, delay);
      case Jitter.Factor(double j) -> new Interval(delay * (1 - j), delay * (1 + j));
      case Jitter.Full full -> new Interval(0, delay);
      case Jitter.Equal equal -> new Interval(delay / 2, delay);
      case Jitter.Decorrelated decorrelated ->
          new Interval(
              base, Math.max(base, 3 * previous + 3)); // delays are rounded down to nanoseconds
    };
  }

  /** A range of nanoseconds, with a tolerance for a double's precision. */
  private record Interval(double low, double high) {
    Interval cappedAt(double cap) {
      double lowest = Math.min(cap, low);
      double highest = high + 4 * Math.ulp(high);
      return new Interval(Math.max(0, lowest - 4 * Math.ulp(lowest) - 1), Math.min(cap, highest));
    }
  }

  @Property
  void shouldNeverExceedTheCapNorBeNegative(
      @ForAll("policies") RetryPolicy policy, @ForAll long seed) {
    assertThat(first(SOME, new Delays(policy, seed)))
        .allMatch(delay -> !delay.isNegative() && delay.compareTo(policy.maxDelay()) <= 0);
    assertThat(new Delays(policy, seed).splay()).isBetween(Duration.ZERO, policy.splay());
  }

  @Property
  void shouldBeTheSameForTheSameSeed(@ForAll("policies") RetryPolicy policy, @ForAll long seed) {
    Delays once = new Delays(policy, seed);
    Delays again = new Delays(policy, seed);
    assertThat(again.splay()).isEqualTo(once.splay());
    assertThat(first(SOME, again)).isEqualTo(first(SOME, once));
  }

  @Property
  void shouldNotChangeWithASplay(@ForAll("policies") RetryPolicy policy, @ForAll long seed) {
    Delays splayed = new Delays(policy, seed);
    Duration splay = splayed.splay();
    assertThat(first(SOME, splayed)).isEqualTo(first(SOME, new Delays(policy, seed)));
    assertThat(splayed.splay()).as("asked for again").isEqualTo(splay);
  }

  @Property
  void shouldStartAfreshAfterARestart(@ForAll("policies") RetryPolicy policy, @ForAll long seed) {
    Delays delays = new Delays(policy, seed);
    first(SOME, delays);
    delays.restart();
    double backoff = Math.min(nanos(policy.maxDelay()), policy.backoff().nanosAfter(1));
    Interval interval =
        interval(policy, backoff, nanos(policy.base())).cappedAt(nanos(policy.maxDelay()));
    assertThat(nanos(delays.next())).isBetween(interval.low(), interval.high());
  }

  @Test
  void shouldDifferFromSeedToSeed() {
    RetryPolicy policy = policy(new Backoff.Constant(SECOND), new Jitter.Full());
    assertThat(LongStream.range(0, 100).mapToObj(seed -> new Delays(policy, seed).next()))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldCapBeforeTheJitterAndAfterIt() {
    RetryPolicy policy =
        policy(new Backoff.Exponential(Duration.ofMillis(100), 2), new Jitter.None());
    assertThat(first(12, new Delays(policy, 1)).stream().map(Duration::toMillis))
        .containsExactly(
            100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12_800L, 25_600L, 51_200L, 60_000L,
            60_000L);
    RetryPolicy jittered = policy(new Backoff.Constant(MINUTE), new Jitter.Factor(0.5));
    assertThat(first(200, new Delays(jittered, 1)))
        .contains(MINUTE)
        .anyMatch(delay -> delay.compareTo(Duration.ofSeconds(32)) < 0);
  }

  static Stream<Arguments> spreads() {
    return Stream.of(
        Arguments.of(new Jitter.Factor(0.1), 0.9, 1.1),
        Arguments.of(new Jitter.Factor(1), 0, 2),
        Arguments.of(new Jitter.Full(), 0, 1),
        Arguments.of(new Jitter.Equal(), 0.5, 1));
  }

  @ParameterizedTest
  @MethodSource("spreads")
  void shouldSpreadEvenlyOverTheWholeInterval(Jitter jitter, double low, double high) {
    Delays delays = new Delays(policy(new Backoff.Constant(SECOND), jitter), 42);
    LongSummaryStatistics seen =
        first(20_000, delays).stream().mapToLong(Duration::toNanos).summaryStatistics();
    double hundredth = (high - low) * 1e9 / 100;
    assertThat((double) seen.getMin()).isBetween(low * 1e9, low * 1e9 + hundredth);
    assertThat((double) seen.getMax()).isBetween(high * 1e9 - hundredth, high * 1e9);
    assertThat(seen.getAverage()).isCloseTo((low + high) / 2 * 1e9, Percentage.withPercentage(1));
  }

  @Test
  void shouldWalkAwayFromTheBaseWithDecorrelatedJitter() {
    List<Duration> delays =
        first(500, new Delays(policy(new Backoff.Constant(SECOND), new Jitter.Decorrelated()), 7));
    assertThat(delays.getFirst()).isBetween(SECOND, SECOND.multipliedBy(3));
    assertThat(delays).contains(MINUTE).allMatch(delay -> delay.compareTo(SECOND) >= 0);
  }

  private static RetryPolicy policy(Backoff backoff, Jitter jitter) {
    return new RetryPolicy(
        OptionalLong.empty(),
        backoff,
        jitter,
        RetryPolicies.base(backoff),
        MINUTE,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Duration> first(int count, Delays delays) {
    return Stream.generate(delays::next).limit(count).toList();
  }

  private static double nanos(Duration duration) {
    return (double) duration.toNanos();
  }

  @Provide
  Arbitrary<RetryPolicy> policies() {
    return RetryPolicies.policies(RetryPolicies.LONGEST);
  }
}
