package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Signals;
import dev.resil.posix.ReceivedSignal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopsTest {
  private static ReceivedSignal from(int sender, int number) {
    return new ReceivedSignal(number, false, sender, 0, false);
  }

  private static boolean counts(ReceivedSignal first, ReceivedSignal second, int millis) {
    long begin = Long.MAX_VALUE; // a clock may overflow
    return new Stops(Optional.of(first), begin)
        .counts(second, begin + Duration.ofMillis(millis).toNanos());
  }

  /** timeout(1) signals its child and then its group, and may have to wait in between. */
  @Test
  void shouldCountBothSignalsOfASenderOnce() {
    assertThat(counts(from(7, Signals.TERM), from(7, Signals.TERM), 0)).isFalse();
    assertThat(counts(from(7, Signals.TERM), from(7, Signals.TERM), 200)).isFalse();
    assertThat(counts(from(7, Signals.TERM), from(7, Signals.TERM), 300)).isTrue();
  }

  @Test
  void shouldCountWhatAParentPassesOnOnce() {
    ReceivedSignal terminal = new ReceivedSignal(Signals.INT, true);
    assertThat(counts(terminal, from(7, Signals.INT), 200)).isFalse();
    assertThat(counts(from(7, Signals.INT), terminal, 200)).isFalse();
    assertThat(counts(terminal, from(7, Signals.INT), 300)).isTrue();
  }

  @Test
  void shouldCountAUsersSecondSignal() {
    ReceivedSignal terminal = new ReceivedSignal(Signals.INT, true);
    assertThat(counts(terminal, terminal, 1)).isTrue();
    assertThat(counts(from(7, Signals.TERM), from(8, Signals.TERM), 1)).isTrue();
    assertThat(counts(from(7, Signals.TERM), from(7, Signals.INT), 1)).isTrue();
  }
}
