package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Phase.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** If the clock is set, no breaker stays open and no permit is held for longer than its time. */
class BreakerClockTest {
  private final Bench bench = new Bench(BreakerPolicy.DEFAULT);

  @Test
  void shouldStayOpenForNoMoreThanTheTimeoutWhenTheClockIsPutBack() {
    bench.fail(5);
    bench.pass(Duration.ofHours(-1));
    assertThat(bench.ask())
        .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.of(Duration.ofSeconds(30))));
    bench.pass(Duration.ofSeconds(29));
    assertThat(bench.ask()).isInstanceOf(Decision.Rejected.class);
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
  }

  @Test
  void shouldBeHalfOpenWhenTheClockIsPutAheadAYear() {
    bench.fail(5);
    bench.pass(Duration.ofDays(365));
    assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
  }

  @Test
  void shouldKeepALeaseForNoMoreThanItsLengthWhenTheClockIsPutBack() {
    bench.toHalfOpen();
    for (int i = 0; i < 3; i++) {
      bench.permit();
    }
    bench.pass(Duration.ofDays(-365));
    assertThat(bench.ask())
        .isEqualTo(new Decision.Rejected(Kind.HALF_OPEN, Optional.of(Bench.LEASE)));
    bench.pass(Bench.LEASE);
    assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
  }

  @Test
  void shouldStayForcedOpenForNoMoreThanItsTimeWhenTheClockIsPutBack() {
    bench.apply(new BreakerEvent.ForceOpen(Optional.of(Duration.ofMinutes(10))));
    bench.pass(Duration.ofDays(-365));
    assertThat(bench.ask())
        .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.of(Duration.ofMinutes(10))));
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
  }
}
