package dev.resil.run;

import dev.resil.match.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run came to.
 *
 * @param reason why it ended
 * @param last its last attempt, empty where there was none
 * @param interrupted the signal that stopped it
 * @param rejection what a breaker said that did not let it through
 * @param elapsed from its start to its end, a splay included
 */
public record RunResult(
    Reason reason,
    Optional<Attempt.Ended> last,
    OptionalInt interrupted,
    Optional<Rejection> rejection,
    Duration elapsed) {
  /** EX_TEMPFAIL of sysexits(3): try again later. */
  private static final int REJECTED = 75;

  private static final int RESIL_FAILED = 125;

  /** What a run came to that no breaker rejected. */
  public RunResult(
      Reason reason, Optional<Attempt.Ended> last, OptionalInt interrupted, Duration elapsed) {
    this(reason, last, interrupted, Optional.empty(), elapsed);
  }

  /** Why a run ended. */
  public enum Reason {
    /** An attempt succeeded. */
    SUCCEEDED,
    /** All attempts were used up. */
    ATTEMPTS_EXHAUSTED,
    /** The failure is not one that is retried. */
    NOT_RETRIED,
    /** The run's limit cut the attempt off, or left no room for another one. */
    TIME_LIMIT,
    /** A signal stopped it. */
    INTERRUPTED,
    /** A breaker did not let it through. */
    REJECTED,
    /** A breaker did not let it through, and that was to count as success. */
    SKIPPED,
    /** It could not be told whether a breaker lets it through, and was not to run without that. */
    GUARD_FAILED
  }

  /**
   * The exit code of resil: never 0 for a failure, even where the command printed what makes its
   * exit with 0 one.
   */
  public int exitCode() {
    if (interrupted.isPresent()) {
      return 128 + interrupted.getAsInt();
    }
    return switch (reason) {
      case REJECTED -> REJECTED;
      case SKIPPED -> 0;
      case GUARD_FAILED -> RESIL_FAILED;
      case SUCCEEDED, ATTEMPTS_EXHAUSTED, NOT_RETRIED, TIME_LIMIT, INTERRUPTED -> outcomesCode();
    };
  }

  private int outcomesCode() {
    Outcome outcome = last.orElseThrow().outcome();
    if (reason == Reason.SUCCEEDED) {
      return outcome instanceof Outcome.Exit ? outcome.exitCode() : 0;
    }
    return outcome.exitCode() == 0 ? 1 : outcome.exitCode();
  }

  /** In a word, as reports and statistics have it. */
  public String summary() {
    return switch (reason) {
      case SUCCEEDED -> "success";
      case ATTEMPTS_EXHAUSTED, NOT_RETRIED, TIME_LIMIT -> "failure";
      case INTERRUPTED -> "interrupted";
      case REJECTED -> "rejected";
      case SKIPPED -> "skipped";
      case GUARD_FAILED -> "error";
    };
  }

  /** How many attempts there were. */
  public long attempts() {
    return last.map(Attempt.Ended::number).orElse(0L);
  }
}
