package dev.resil.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines, on a clock that may be about to overflow. */
class DeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long NANOS = SECOND.toNanos();
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MIN_VALUE, -1})
  void shouldBeOverWhenItsTimeHasPassed(long now) {
    Deadline deadline = Deadline.after(SECOND, now);
    assertThat(deadline.isSet()).isTrue();
    assertThat(deadline.isOver(now)).isFalse();
    assertThat(deadline.isOver(now + NANOS - 1)).isFalse();
    assertThat(deadline.isOver(now + NANOS)).isTrue();
    assertThat(deadline.isOverIn(SECOND.minusNanos(1), now)).isFalse();
    assertThat(deadline.isOverIn(SECOND, now)).isTrue();
    assertThat(deadline.left(now)).isEqualTo(NANOS);
    assertThat(deadline.left(now + 2 * NANOS)).isZero();
    assertThat(deadline.left(now, SECOND.plusNanos(1))).isEqualTo(SECOND);
    assertThat(deadline.left(now, SECOND.minusNanos(1))).isEqualTo(SECOND.minusNanos(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE, Long.MIN_VALUE})
  void shouldNeverBeOverWithoutATime(long now) {
    assertThat(Deadline.after(Optional.empty(), now)).isEqualTo(Deadline.NEVER);
    assertThat(Deadline.NEVER.isSet()).isFalse();
    assertThat(Deadline.NEVER.isOver(now)).isFalse();
    assertThat(Deadline.NEVER.isOverIn(LONGEST, now)).isFalse();
    assertThat(Deadline.NEVER.left(now)).isNegative();
    assertThat(Deadline.NEVER.left(now, SECOND)).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MIN_VALUE})
  void shouldBeTheSoonerOfTwo(long now) {
    Deadline soon = Deadline.after(SECOND, now);
    Deadline late = Deadline.after(LONGEST, now);
    assertThat(late.orSooner(soon)).isEqualTo(soon);
    assertThat(soon.orSooner(late)).isEqualTo(soon);
    assertThat(soon.orSooner(Deadline.NEVER)).isEqualTo(soon);
    assertThat(Deadline.NEVER.orSooner(soon)).isEqualTo(soon);
    assertThat(late.isOver(now)).isFalse();
  }
}
