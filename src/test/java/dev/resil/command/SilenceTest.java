package dev.resil.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final long SECOND = 1_000_000_000;

  private enum Kind {
    /** Nothing is printed, and output follows. */
    SILENT_THEN_OUTPUT,
    /** Nothing happens but a look at the clock, as after the end of some child. */
    SILENT,
    /** Output waits for its reader, and is passed on at the end. */
    BLOCKED,
    /** The job is stopped, and continued at the end. */
    STOPPED,
    /** Neither resil nor the command runs, and nobody tells. */
    FROZEN
  }

  private record Stretch(Kind kind, long nanos) {}

  private static List<Stretch> random(Random random, long limit) {
    List<Stretch> stretches = new ArrayList<>();
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      long most = random.nextInt(4) == 0 ? 4 * limit : limit / 2 + 1;
      stretches.add(new Stretch(kind, random.nextLong(most + 1)));
    }
    return stretches;
  }

  /** The time at which the attempt must end; empty if it must not. */
  private static OptionalLong expected(List<Stretch> stretches, long limit, long start) {
    long now = start;
    long silent = 0; // so far
    for (Stretch stretch : stretches) {
      now += stretch.nanos();
      switch (stretch.kind()) {
        case SILENT, SILENT_THEN_OUTPUT -> {
          silent += stretch.nanos();
          if (silent >= limit) {
            return OptionalLong.of(now - (silent - limit));
          }
          silent = stretch.kind() == Kind.SILENT ? silent : 0;
        }
        case FROZEN -> {
          silent += stretch.nanos();
          if (silent >= limit + SECOND) {
            silent = 0;
          } else if (silent >= limit) {
            return OptionalLong.of(now);
          }
        }
        case BLOCKED, STOPPED -> silent = 0;
      }
    }
    return OptionalLong.empty();
  }

  /** As an attempt does: it wakes at the end of the silence, and whenever a signal arrives. */
  private static OptionalLong actual(List<Stretch> stretches, long limit, long start) {
    Silence silence = new Silence(Duration.ofNanos(limit), start);
    long now = start;
    long progress = start;
    for (Stretch stretch : stretches) {
      long until = now + stretch.nanos();
      boolean blocked = stretch.kind() == Kind.BLOCKED;
      boolean stopped = stretch.kind() == Kind.STOPPED;
      while (stretch.kind() != Kind.FROZEN && silence.end().isOver(until)) {
        now = Math.max(now - start, silence.end().end().getAsLong() - start) + start;
        silence.broken(progress);
        if (silence.isTooLong(now, blocked, () -> stopped)) {
          return OptionalLong.of(now);
        }
      }
      now = until;
      if (stretch.kind() == Kind.SILENT_THEN_OUTPUT || blocked) {
        progress = now;
      } else if (stopped) {
        silence.continued(now);
      } else {
        silence.broken(progress);
        if (silence.isTooLong(now, false, () -> false)) {
          return OptionalLong.of(now);
        }
      }
    }
    return OptionalLong.empty();
  }

  @Test
  void shouldEndExactlyAfterTheLimitIn10000RandomInterleavings() {
    Random random = new Random(20261128);
    int ended = 0;
    for (int i = 0; i < 10_000; i++) {
      long limit = random.nextLong(1, 1 + (1L << random.nextInt(10, 45)));
      long start = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - random.nextInt();
      List<Stretch> stretches = random(random, limit);
      OptionalLong expected = expected(stretches, limit, start);
      assertThat(actual(stretches, limit, start))
          .as("interleaving %d, limit %d: %s", i, limit, stretches)
          .isEqualTo(expected);
      ended += expected.isPresent() ? 1 : 0;
    }
    assertThat(ended).isBetween(1000, 9000);
  }

  /** The notification may be lost among those of other children. */
  @Test
  void shouldStartAfreshIfTheCommandWasContinuedUnnoticed() {
    Silence silence = new Silence(Duration.ofNanos(10), 0);
    assertThat(silence.isTooLong(10, false, () -> true)).isFalse();
    assertThat(silence.isTooLong(20, false, () -> false)).isFalse();
    assertThat(silence.isTooLong(29, false, () -> false)).isFalse();
    assertThat(silence.isTooLong(30, false, () -> false)).isTrue();
  }

  @Test
  void shouldNotAskForTheStateOfTheCommandBeforeTheTimeIsOver() {
    Silence silence = new Silence(Duration.ofNanos(10), 0);
    boolean[] asked = new boolean[1];
    silence.isTooLong(9, false, () -> asked[0] = true);
    assertThat(asked[0]).isFalse();
  }
}
