package dev.resil.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackoffTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Computed by hand from the formulas of the manual. */
  static Stream<Arguments> tables() {
    return Stream.of(
        table(new Backoff.Exponential(millis(100), 2), 100, 200, 400, 800, 1600, 3200, 6400),
        table(new Backoff.Exponential(SECOND, 1.5), 1000, 1500, 2250, 3375, 5062.5),
        table(new Backoff.Exponential(SECOND, 1), 1000, 1000, 1000),
        table(new Backoff.Exponential(millis(3), 10), 3, 30, 300, 3000),
        table(new Backoff.Linear(millis(250)), 250, 500, 750, 1000, 1250),
        table(new Backoff.Constant(SECOND.multipliedBy(3)), 3000, 3000, 3000, 3000),
        table(new Backoff.Fibonacci(SECOND), 1e3, 1e3, 2e3, 3e3, 5e3, 8e3, 13e3, 21e3, 34e3, 55e3),
        table(new Backoff.Listed(List.of(SECOND, millis(5), millis(30))), 1000, 5, 30, 30, 30),
        table(new Backoff.Listed(List.of(millis(7))), 7, 7, 7));
  }

  private static Arguments table(Backoff backoff, double... millis) {
    return Arguments.of(backoff, millis);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void shouldFollowItsFormula(Backoff backoff, double[] millis) {
    double[] nanos =
        LongStream.rangeClosed(1, millis.length).mapToDouble(backoff::nanosAfter).toArray();
    for (int i = 0; i < millis.length; i++) {
      assertThat(nanos[i]).as("delay %d", i + 1).isCloseTo(millis[i] * 1e6, within(1e-3));
    }
  }

  @Property
  void shouldNeverBeNegativeOrNaN(
      @ForAll("backoffs") Backoff backoff, @ForAll @LongRange(min = 1) long failures) {
    assertThat(backoff.nanosAfter(failures)).isNotNaN().isNotNegative();
    assertThat(backoff.nanosAfter(Long.MAX_VALUE)).isNotNaN().isNotNegative();
  }

  @Property
  void shouldNeverShrink(
      @ForAll("growing") Backoff backoff,
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE - 1) long failures) {
    assertThat(backoff.nanosAfter(failures + 1))
        .isGreaterThanOrEqualTo(backoff.nanosAfter(failures));
  }

  @Property
  void shouldBeExactWithinADoublesPrecision(
      @ForAll @DoubleRange(min = 1, max = 20) double factor, @ForAll @IntRange(max = 200) int n) {
    BigDecimal expected =
        new BigDecimal(factor).pow(n, MathContext.DECIMAL128).multiply(BigDecimal.valueOf(1e9));
    assertThat(new Backoff.Exponential(SECOND, factor).nanosAfter(n + 1L))
        .isCloseTo(expected.doubleValue(), Percentage.withPercentage(1e-9));
  }

  @Test
  void shouldComputeFibonacciNumbersUpToTheLimitOfADouble() {
    Backoff backoff = new Backoff.Fibonacci(Duration.ofNanos(1));
    BigInteger previous = BigInteger.ZERO;
    BigInteger current = BigInteger.ONE;
    for (int n = 1; n <= 1476; n++) {
      assertThat(backoff.nanosAfter(n))
          .as("F(%d)", n)
          .isCloseTo(current.doubleValue(), Percentage.withPercentage(1e-9));
      BigInteger next = previous.add(current);
      previous = current;
      current = next;
    }
    assertThat(backoff.nanosAfter(1477)).isInfinite();
  }

  @Test
  void shouldStayZeroIfTheBaseIsZeroAndTheGrowthInfinite() {
    assertThat(new Backoff.Exponential(Duration.ZERO, Double.MAX_VALUE).nanosAfter(3)).isZero();
    assertThat(new Backoff.Fibonacci(Duration.ZERO).nanosAfter(Long.MAX_VALUE)).isZero();
    assertThat(new Backoff.Linear(Duration.ZERO).nanosAfter(Long.MAX_VALUE)).isZero();
  }

  @Test
  void shouldNeedAtLeastOneDelayInAList() {
    List<Duration> none = List.of();
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff.Listed(none));
  }

  @Provide
  Arbitrary<Backoff> backoffs() {
    return RetryPolicies.backoffs(RetryPolicies.LONGEST);
  }

  @Provide
  Arbitrary<Backoff> growing() {
    return backoffs().filter(backoff -> !(backoff instanceof Backoff.Listed));
  }
}
