package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The calls that a rate is taken over, the oldest first. */
public sealed interface Window {
  /** How many parts a window of time is counted in: a window of an hour forgets by the minute. */
  int BUCKETS = 60;

  /**
   * The window with one more call, and without what its span no longer covers. Where the span is of
   * another sort than the one before, the window starts anew.
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

  /** How many calls are in it. */
  Tally tally();

  /**
   * Counts of calls.
   *
   * @param calls all of them
   * @param failures those that count as failed
   * @param slow those that were slow
   */
  record Tally(long calls, long failures, long slow) {
    boolean reaches(Threshold.Rate rate, BreakerPolicy policy) {
      return calls >= rate.enoughCalls() && isBad(rate, policy);
    }

    /** Whether the rate is reached, however few the calls are. */
    boolean isBad(Threshold.Rate rate, BreakerPolicy policy) {
      return calls > 0
          && (percent(failures) >= rate.failurePercent() || percent(slow) >= policy.slowPercent());
    }

    private double percent(long part) {
      return 100.0 * part / calls;
    }
  }

  /** No window: failures are counted in a row. */
  enum Unused implements Window {
    /** The only one. */
    INSTANCE;

    @Override
    public Tally tally() {
      return new Tally(0, 0, 0);
    }
  }

  /**
   * The last calls one by one.
   *
   * @param marks a mark each: {@code .} for a good call, {@code F} for a failed one, {@code S} for
   *     a slow one, {@code B} for both
   */
  record Marks(String marks) implements Window {
    static final Marks NONE = new Marks("");

    /**
     * Checks the marks.
     *
     * @throws IllegalArgumentException where one is none of the four, or there are too many
     */
    public Marks {
      if (marks.length() > Threshold.MAX_CALLS
          || !marks.chars().allMatch(mark -> ".FSB".indexOf(mark) >= 0)) {
        throw new IllegalArgumentException(
            "calls: must be up to %d of the marks . F S B".formatted(Threshold.MAX_CALLS));
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
   * The calls of a time, counted in equal parts of it.
   *
   * @param buckets the parts with calls in them, the oldest first
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
        // one from the future was filled before the clock was put back: its calls count as now's
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
   * A part of a window of time.
   *
   * @param start when it begins
   * @param calls calls that ended in it, not above {@link Integer#MAX_VALUE}
   * @param failures those that count as failed
   * @param slow those that were slow
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
