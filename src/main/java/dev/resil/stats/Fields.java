package dev.resil.stats;

import dev.resil.state.Counts;
import java.time.Instant;

/** The fields that a run is counted in. What follows a colon is one of many. */
final class Fields {
  static final String RUNS = "runs";
  static final String ATTEMPTS = "attempts";
  static final String FAILED_ATTEMPTS = "failed_attempts";
  static final String RETRIES = "retries";

  /** Times in milliseconds since 1970. */
  static final String FIRST_RUN = Counts.FIRST + "run";

  static final String LAST_RUN = Counts.LAST + "run";
  static final String LAST_SUCCESS = Counts.LAST + "success";

  /** Then what runs came to: {@code success}. */
  static final String RESULT = "result:";

  /** Then what attempts came to: {@code exit:7}. */
  static final String OUTCOME = "outcome:";

  /** Then a {@link Bucket} of microseconds: how many runs took so long. */
  static final String RUN_TIME = "run_us:";

  static final String RUN_TIME_SUM = "run_us_sum";
  static final String ATTEMPT_TIME = "attempt_us:";
  static final String ATTEMPT_TIME_SUM = "attempt_us_sum";

  /** Then hours since 1970, and {@link #OF_ATTEMPTS} or {@link #OF_FAILED}. */
  static final String HOUR = "hour:";

  static final String OF_ATTEMPTS = ":attempts";
  static final String OF_FAILED = ":failed";

  /** How long the hours are kept: a week. */
  static final int HOURS = 7 * 24;

  /** How many outcomes are told apart. */
  private static final int OUTCOMES = 64;

  private Fields() {}

  static long hour(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), 3600L);
  }

  /** What is kept at a time. */
  static Counts.Bounds bounds(Instant now) {
    return new Counts.Bounds(OUTCOME, OUTCOMES, HOUR, hour(now) - HOURS + 1);
  }
}
