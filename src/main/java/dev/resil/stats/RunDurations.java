package dev.resil.stats;

import dev.resil.state.Counts;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The durations of runs or attempts. */
public final class RunDurations {
  private final SortedMap<Long, Long> buckets = new TreeMap<>();
  private final Duration sum;
  private final Histogram histogram = new Histogram(Bucket.MOST, Bucket.DIGITS);

  private RunDurations(SortedMap<String, Long> counts, long sum) {
    this.sum = Duration.of(sum, ChronoUnit.MICROS);
    counts.forEach((bucket, count) -> {
      // skips fields that resil did not write
      if (bucket.matches("[0-9]{1,18}") && count > 0) {
        long micros = Bucket.of(Long.parseLong(bucket));
        buckets.merge(micros, count, Long::sum);
        histogram.recordValueWithCount(micros, count);
      }
    });
  }

  static RunDurations ofRuns(Counts counts) {
    return new RunDurations(counts.under(Fields.RUN_TIME), counts.get(Fields.RUN_TIME_SUM));
  }

  static RunDurations ofAttempts(Counts counts) {
    return new RunDurations(counts.under(Fields.ATTEMPT_TIME), counts.get(Fields.ATTEMPT_TIME_SUM));
  }

  /** Their number. */
  public long count() {
    return histogram.getTotalCount();
  }

  /** Their sum. */
  public Duration sum() {
    return sum;
  }

  /**
   * The duration that a percentage of them did not exceed, to 1 %; empty if there are none.
   *
   * @param percent 0–100
   */
  public Optional<Duration> percentile(double percent) {
    return count() == 0
        ? Optional.empty()
        : Optional.of(micros(Math.min(histogram.getValueAtPercentile(percent), longest())));
  }

  /** The longest, to 1 %; empty if there are none. */
  public Optional<Duration> max() {
    return count() == 0 ? Optional.empty() : Optional.of(micros(longest()));
  }

  private long longest() {
    return histogram.getMaxValue();
  }

  /** The number of durations up to a limit. */
  public long atMost(Duration limit) {
    return buckets.headMap(Bucket.micros(limit) + 1).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
