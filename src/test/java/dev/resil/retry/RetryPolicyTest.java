package dev.resil.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void shouldCountTheFirstAttempt() {
    RetryPolicy three = policy(OptionalLong.of(3), Optional.empty());
    assertThat(three.allowsAttemptAfter(2)).isTrue();
    assertThat(three.allowsAttemptAfter(3)).isFalse();
    assertThat(policy(OptionalLong.of(1), Optional.empty()).allowsAttemptAfter(1)).isFalse();
  }

  @Test
  void shouldNeverEndWithoutALimit() {
    RetryPolicy forever = policy(OptionalLong.empty(), Optional.empty());
    assertThat(forever.allowsAttemptAfter(Long.MAX_VALUE)).isTrue();
  }

  @Test
  void shouldResetAfterAnAttemptThatLivedLongEnough() {
    RetryPolicy policy = policy(OptionalLong.empty(), Optional.of(LIMIT));
    assertThat(policy.resetsAfter(LIMIT)).isTrue();
    assertThat(policy.resetsAfter(LIMIT.minusNanos(1))).isFalse();
    assertThat(policy(OptionalLong.empty(), Optional.empty()).resetsAfter(RetryPolicies.LONGEST))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseAJitterOutsideOfItsRange(double factor) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Jitter.Factor(factor));
  }

  private static RetryPolicy policy(OptionalLong limit, Optional<Duration> resetAfter) {
    return new RetryPolicy(
        limit,
        new Backoff.Constant(LIMIT),
        new Jitter.None(),
        LIMIT,
        LIMIT,
        Duration.ZERO,
        Optional.empty(),
        resetAfter,
        Optional.empty());
  }
}
