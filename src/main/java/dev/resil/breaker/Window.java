package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The calls of a rate, oldest first. */
public sealed interface Window {
  /** The number of parts of a time window: a window of one hour moves by the minute. */
  int BUCKETS = 60;

  /**
   * The window with another call, without the calls that fell out of its span. If the kind of span
   * changed, the window starts afresh.
   */
  static Window with(
      Window window, Threshold threshold, Instant now, boolean failed, boolean slow) {
    return switch (threshold) {
      case Threshold.Consecutive _ -> Unused.INSTANCE;
      case Threshold.Rate(Threshold.LastCalls span, _, _) ->
          (window instanceof Marks marks ? marks : Marks.NONE).with(span.calls(), failed, slow);
      case Threshold.Rate(Threshold.LastTime span, _, _) ->
          (window instanceof Buckets buckets ? buckets : Buckets.NONE)
              .with(span, now, failed, slow);
    };
  }

  /** Counts the calls. */
  Tally tally();

  /**
   * Counts of calls.
   *
   * @param calls all calls
   * @param failures calls that count as failed
   * @param slow slow calls
   */
  record Tally(long calls, long failures, long slow) {
    boolean reaches(Threshold.Rate rate, BreakerPolicy policy) {
      return calls >= rate.enoughCalls() && isBad(rate, policy);
    }

    /** Whether the rate is reached, however few calls there are. */
    boolean isBad(Threshold.Rate rate, BreakerPolicy policy) {
      return calls > 0
          && (percent(failures) >= rate.failurePercent() || percent(slow) >= policy.slowPercent());
    }

    private double percent(long part) {
      return 100.0 * part / calls;
    }
  }

  /** No window: only consecutive failures count. */
  enum Unused implements Window {
    /** The only instance. */
    INSTANCE;

    @Override
    public Tally tally() {
      return new Tally(0, 0, 0);
    }
  }

  /**
   * The last calls, one by one.
   *
   * @param marks a character for each call: {@code .} for success, {@code F} for failed, {@code S}
   *     for slow, {@code B} for both
   */
  record Marks(String marks) implements Window {
    static final Marks NONE = new Marks("");

    /**
     * Checks the marks.
     *
     * @throws IllegalArgumentException if there is another character, or too many
     */
    public Marks {
      if (marks.length() > Threshold.MAX_CALLS
          || !marks.chars().allMatch(mark -> ".FSB".indexOf(mark) >= 0)) {
        throw new IllegalArgumentException(
            "calls: must be up to %d of the characters . F S B".formatted(Threshold.MAX_CALLS));
      }
    }

    Marks with(int most, boolean failed, boolean slow) {
      int kept = Math.min(marks.length(), most - 1);
      char mark = failed ? (slow ? 'B' : 'F') : (slow ? 'S' : '.');
      return new Marks(marks.substring(marks.length() - kept) + mark);
    }

    @Override
    public Tally tally() {
      long failures = marks.chars().filter(mark -> mark == 'F' || mark == 'B').count();
      long slow = marks.chars().filter(mark -> mark == 'S' || mark == 'B').count();
      return new Tally(marks.length(), failures, slow);
    }
  }

  /**
   * The calls of a period, counted in equal parts.
   *
   * @param buckets the parts with calls, oldest first
   */
  record Buckets(List<Bucket> buckets) implements Window {
    static final Buckets NONE = new Buckets(List.of());

    /** Keeps the buckets unmodifiable. */
    public Buckets {
      buckets = List.copyOf(buckets);
    }

    Buckets with(Threshold.LastTime span, Instant now, boolean failed, boolean slow) {
      Duration time = span.time();
      long width = Math.max(1, time.toMillis() / span.parts());
      Instant start = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), width) * width);
      Instant forgotten = start.minus(time);
      List<Bucket> kept = new ArrayList<>();
      Bucket current = new Bucket(start, 0, 0, 0);
      for (Bucket bucket : buckets) {
        // a bucket in the future was filled before the clock was set back: its calls count as
        // current
        if (!bucket.start().isBefore(start)) {
          current = current.plus(bucket);
        } else if (bucket.start().isAfter(forgotten)) {
          kept.add(bucket);
        }
      }
      kept.add(current.with(failed, slow));
      return new Buckets(kept);
    }

    @Override
    public Tally tally() {
      long calls = 0;
      long failures = 0;
      long slow = 0;
      for (Bucket bucket : buckets) {
        calls += bucket.calls();
        failures += bucket.failures();
        slow += bucket.slow();
      }
      return new Tally(calls, failures, slow);
    }
  }

  /**
   * A part of a time window.
   *
   * @param start when it begins
   * @param calls calls that ended in it, at most {@link Integer#MAX_VALUE}
   * @param failures calls that count as failed
   * @param slow slow calls
   */
  record Bucket(Instant start, int calls, int failures, int slow) {
    Bucket with(boolean failed, boolean isSlow) {
      return new Bucket(
          start,
          Statistics.increment(calls),
          failed ? Statistics.increment(failures) : failures,
          isSlow ? Statistics.increment(slow) : slow);
    }

    Bucket plus(Bucket other) {
      return new Bucket(
          start, sum(calls, other.calls), sum(failures, other.failures), sum(slow, other.slow));
    }

    private static int sum(int a, int b) {
      return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
    }
  }
}
