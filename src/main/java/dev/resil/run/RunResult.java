package dev.resil.run;

import dev.resil.outcome.Outcome;
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
 * @param answer what answered in place of its attempts
 */
public record RunResult(
    Reason reason,
    Optional<Attempt.Ended> last,
    OptionalInt interrupted,
    Optional<Rejection> rejection,
    Duration elapsed,
    Optional<Fallback.Answer> answer) {
  /** EX_TEMPFAIL of sysexits(3): try again later. */
  private static final int REJECTED = 75;

  private static final int RESIL_FAILED = 125;

  /** What a run came to for which nothing else answered. */
  public RunResult(
      Reason reason,
      Optional<Attempt.Ended> last,
      OptionalInt interrupted,
      Optional<Rejection> rejection,
      Duration elapsed) {
    this(reason, last, interrupted, rejection, elapsed, Optional.empty());
  }

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
    /** A copy of an earlier run's output was fresh, and nothing was run. */
    CACHED,
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
    if (answer.isPresent()) {
      return answer.get().outcome().exitCode();
    }
    return switch (reason) {
      case REJECTED -> REJECTED;
      case SKIPPED, CACHED -> 0;
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

  /** The same run, answered by something else than its attempts after so long. */
  RunResult answered(Fallback.Answer by, Duration after) {
    return new RunResult(
        by.interrupted().isPresent() ? Reason.INTERRUPTED : reason,
        last,
        by.interrupted(),
        rejection,
        after,
        Optional.of(by));
  }

  /** In a word, as reports and statistics have it. */
  public String summary() {
    return switch (reason) {
      case SUCCEEDED -> "success";
      case ATTEMPTS_EXHAUSTED, NOT_RETRIED, TIME_LIMIT -> "failure";
      case INTERRUPTED -> "interrupted";
      case REJECTED -> "rejected";
      case SKIPPED -> "skipped";
      case CACHED -> "cached";
      case GUARD_FAILED -> "error";
    };
  }

  /** How many attempts there were. */
  public long attempts() {
    return last.map(Attempt.Ended::number).orElse(0L);
  }
}
