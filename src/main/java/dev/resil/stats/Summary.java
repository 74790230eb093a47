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
 * What the runs of a name came to.
 *
 * @param name theirs
 * @param counts what was counted
 * @param now the time
 */
public record Summary(String name, Counts counts, Instant now) {
  /** How often something happened. */
  public record Share(String what, long count) {}

  /**
   * An hour.
   *
   * @param start when it began
   * @param attempts how many there were in it
   * @param failed how many of them failed
   */
  public record Hour(Instant start, long attempts, long failed) {}

  /** All of them, ordered by name. */
  public static List<Summary> of(Tallied tallied) {
    return tallied.counts().entrySet().stream()
        .map(entry -> new Summary(entry.getKey(), entry.getValue(), tallied.now()))
        .toList();
  }

  /** Runs that are over. */
  public long runs() {
    return counts.get(Fields.RUNS);
  }

  /** Attempts, those of runs that go on included. */
  public long attempts() {
    return counts.get(Fields.ATTEMPTS);
  }

  /** Attempts that did not count as success. */
  public long failedAttempts() {
    return counts.get(Fields.FAILED_ATTEMPTS);
  }

  /** Attempts that were not their run's first. */
  public long retries() {
    return counts.get(Fields.RETRIES);
  }

  /** Runs that came to something. */
  public long runs(String result) {
    return counts.get(Fields.RESULT + result);
  }

  /** What runs came to, the most frequent first. */
  public List<Share> results() {
    return shares(Fields.RESULT);
  }

  /** What attempts came to, the most frequent first. */
  public List<Share> outcomes() {
    return shares(Fields.OUTCOME);
  }

  private List<Share> shares(String prefix) {
    return counts.under(prefix).entrySet().stream()
        .map(entry -> new Share(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Share::count).reversed().thenComparing(Share::what))
        .toList();
  }

  /** How long runs took that made an attempt at least, delays included. */
  public RunDurations runTimes() {
    return RunDurations.ofRuns(counts);
  }

  /** How long attempts took. */
  public RunDurations attemptTimes() {
    return RunDurations.ofAttempts(counts);
  }

  /** When the first run began that is counted. */
  public Optional<Instant> since() {
    return time(Fields.FIRST_RUN);
  }

  /** When a run ended last. */
  public Optional<Instant> lastRun() {
    return time(Fields.LAST_RUN);
  }

  /** When a run succeeded last. */
  public Optional<Instant> lastSuccess() {
    return time(Fields.LAST_SUCCESS);
  }

  private Optional<Instant> time(String field) {
    return Optional.ofNullable(counts.fields().get(field)).map(Instant::ofEpochMilli);
  }

  /** The hours of the last week in which there were attempts, the oldest first. */
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
