package dev.resil.stats;

import dev.resil.state.Counts;
import dev.resil.state.Tallied;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A summary of the runs of a name.
 *
 * @param name the name
 * @param counts their counts
 * @param now the current time
 */
public record Summary(String name, Counts counts, Instant now) {
  /** The count of a result or outcome. */
  public record Share(String what, long count) {}

  /**
   * An hour.
   *
   * @param start its start
   * @param attempts the number of attempts
   * @param failed the number of failed attempts
   */
  public record Hour(Instant start, long attempts, long failed) {}

  /** All summaries, ordered by name. */
  public static List<Summary> of(Tallied tallied) {
    return tallied.counts().entrySet().stream()
        .map(entry -> new Summary(entry.getKey(), entry.getValue(), tallied.now()))
        .toList();
  }

  /** Finished runs. */
  public long runs() {
    return counts.get(Fields.RUNS);
  }

  /** Attempts, including those of unfinished runs. */
  public long attempts() {
    return counts.get(Fields.ATTEMPTS);
  }

  /** Failed attempts. */
  public long failedAttempts() {
    return counts.get(Fields.FAILED_ATTEMPTS);
  }

  /** Attempts after the first of their run. */
  public long retries() {
    return counts.get(Fields.RETRIES);
  }

  /** Runs with a result. */
  public long runs(String result) {
    return counts.get(Fields.RESULT + result);
  }

  /** The results of runs, most frequent first. */
  public List<Share> results() {
    return shares(Fields.RESULT);
  }

  /** The outcomes of attempts, most frequent first. */
  public List<Share> outcomes() {
    return shares(Fields.OUTCOME);
  }

  private List<Share> shares(String prefix) {
    return counts.under(prefix).entrySet().stream()
        .map(entry -> new Share(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Share::count).reversed().thenComparing(Share::what))
        .toList();
  }

  /** The durations of runs with at least one attempt, including delays. */
  public RunDurations runTimes() {
    return RunDurations.ofRuns(counts);
  }

  /** The durations of attempts. */
  public RunDurations attemptTimes() {
    return RunDurations.ofAttempts(counts);
  }

  /** When the first counted run began. */
  public Optional<Instant> since() {
    return time(Fields.FIRST_RUN);
  }

  /** When the last run ended. */
  public Optional<Instant> lastRun() {
    return time(Fields.LAST_RUN);
  }

  /** When the last successful run ended. */
  public Optional<Instant> lastSuccess() {
    return time(Fields.LAST_SUCCESS);
  }

  private Optional<Instant> time(String field) {
    return Optional.ofNullable(counts.fields().get(field)).map(Instant::ofEpochMilli);
  }

  /** The hours of the last week with attempts, oldest first. */
  public List<Hour> hours() {
    SortedMap<Long, Hour> hours = new TreeMap<>();
    long last = Fields.hour(now);
    for (Map.Entry<String, Long> entry : counts.under(Fields.HOUR).entrySet()) {
      String[] parts = entry.getKey().split(":", -1);
      if (parts.length == 2 && parts[0].matches("[0-9]{1,9}")) {
        long hour = Long.parseLong(parts[0]);
        boolean failed = parts[1].equals("failed");
        if (hour > last - Fields.HOURS) {
          hours.merge(
              hour,
              new Hour(
                  Instant.ofEpochSecond(hour * 3600),
                  failed ? 0 : entry.getValue(),
                  failed ? entry.getValue() : 0),
              (a, b) -> new Hour(a.start, a.attempts + b.attempts, a.failed + b.failed));
        }
      }
    }
    return List.copyOf(hours.values());
  }
}
