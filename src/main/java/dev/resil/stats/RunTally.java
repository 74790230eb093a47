package dev.resil.stats;

import dev.resil.run.Attempt;
import dev.resil.run.Ending;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.state.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the events of a run. The counts of a long run are handed over periodically; counts that
 * cannot be stored are dropped.
 */
public final class RunTally implements RunListener {
  /**
   * The maximum time between hand-overs, so that the statistics of a supervised command appear
   * while it runs.
   */
  private static final Duration GATHERED = Duration.ofMinutes(1);

  private final Keeper keeper;
  private SortedMap<String, Long> gathered = new TreeMap<>();
  private Instant started = Instant.EPOCH;
  private Duration handedOver = Duration.ZERO;
  private boolean withoutState;

  /** Stores the counts. */
  public interface Keeper {
    /**
     * Stores counts.
     *
     * @param more the counts since the last call
     * @param bounds the bounds of all counts kept
     */
    void keep(Counts more, Counts.Bounds bounds);
  }

  /** Counts a run for a keeper. */
  public RunTally(Keeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.Started(Instant at) -> started = at;
      case RunEvent.AttemptEnded(Attempt.Ended ended) -> count(ended);
      // the state cannot be used, as reported already: another try would only take time
      case RunEvent.Unguarded _, RunEvent.GuardFailed _ -> withoutState = true;
      case RunEvent.GuardedAgain _ -> withoutState = false;
      case RunEvent.Ended(RunResult result) -> count(result);
      default -> {}
    }
  }

  private void count(Attempt.Ended attempt) {
    Duration sinceStart = attempt.started().plus(attempt.duration());
    Instant end = started.plus(sinceStart);
    String hour = Fields.HOUR + Fields.hour(end);
    long micros = Bucket.micros(attempt.duration());
    add(Fields.ATTEMPTS, 1);
    add(Fields.OUTCOME + attempt.outcome().name(), 1);
    add(Fields.ATTEMPT_TIME + Bucket.of(micros), 1);
    add(Fields.ATTEMPT_TIME_SUM, micros);
    add(hour + Fields.OF_ATTEMPTS, 1);
    if (attempt.number() > 1) {
      add(Fields.RETRIES, 1);
    }
    if (!attempt.success()) {
      add(Fields.FAILED_ATTEMPTS, 1);
      add(hour + Fields.OF_FAILED, 1);
    }
    if (sinceStart.minus(handedOver).compareTo(GATHERED) >= 0) {
      handedOver = sinceStart;
      handOver(end);
    }
  }

  private void count(RunResult result) {
    Instant end = started.plus(result.elapsed());
    add(Fields.RUNS, 1);
    add(Fields.RESULT + result.summary(), 1);
    if (result.attempts() > 0) {
      long micros = Bucket.micros(result.elapsed());
      add(Fields.RUN_TIME + Bucket.of(micros), 1);
      add(Fields.RUN_TIME_SUM, micros);
    }
    if (result.kind() == Ending.Kind.SUCCEEDED) {
      gathered.put(Fields.LAST_SUCCESS, end.toEpochMilli());
    }
    handOver(end);
  }

  private void add(String field, long count) {
    gathered.merge(field, count, Long::sum);
  }

  private void handOver(Instant now) {
    gathered.put(Fields.FIRST_RUN, Math.max(0, started.toEpochMilli()));
    gathered.put(Fields.LAST_RUN, Math.max(0, now.toEpochMilli()));
    Counts more = new Counts(gathered);
    gathered = new TreeMap<>();
    if (!withoutState) {
      keeper.keep(more, Fields.bounds(now));
    }
  }
}
