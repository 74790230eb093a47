package dev.resil.stats;

import dev.resil.state.Counts;
import java.time.Instant;

/** The fields of a run's counts. A colon separates the name of a group from its members. */
final class Fields {
  static final String RUNS = "runs";
  static final String ATTEMPTS = "attempts";
  static final String FAILED_ATTEMPTS = "failed_attempts";
  static final String RETRIES = "retries";

  /** Times in milliseconds since 1970. */
  static final String FIRST_RUN = Counts.FIRST + "run";

  static final String LAST_RUN = Counts.LAST + "run";
  static final String LAST_SUCCESS = Counts.LAST + "success";

  /** Followed by the result of runs: {@code success}. */
  static final String RESULT = "result:";

  /** Followed by the outcome of attempts: {@code exit:7}. */
  static final String OUTCOME = "outcome:";

  /** Followed by a {@link Bucket} of microseconds: the runs of that duration. */
  static final String RUN_TIME = "run_us:";

  static final String RUN_TIME_SUM = "run_us_sum";
  static final String ATTEMPT_TIME = "attempt_us:";
  static final String ATTEMPT_TIME_SUM = "attempt_us_sum";

  /** Followed by hours since 1970, and {@link #OF_ATTEMPTS} or {@link #OF_FAILED}. */
  static final String HOUR = "hour:";

  static final String OF_ATTEMPTS = ":attempts";
  static final String OF_FAILED = ":failed";

  /** The number of hours kept: a week. */
  static final int HOURS = 7 * 24;

  /** The number of outcomes counted separately. */
  private static final int OUTCOMES = 64;

  private Fields() {}

  static long hour(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), 3600L);
  }

  /** The bounds of the fields kept. */
  static Counts.Bounds bounds(Instant now) {
    return new Counts.Bounds(OUTCOME, OUTCOMES, HOUR, hour(now) - HOURS + 1);
  }
}
