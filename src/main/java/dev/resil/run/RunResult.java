package dev.resil.run;

import dev.resil.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run came to.
 *
 * @param ending why it ended
 * @param last its last attempt, empty where there was none
 * @param elapsed from its start to its end, a splay included
 * @param answer what answered in place of its attempts
 */
public record RunResult(
    Ending ending,
    Optional<Attempt.Ended> last,
    Duration elapsed,
    Optional<Fallback.Answer> answer) {
  /** EX_TEMPFAIL of sysexits(3): try again later. */
  private static final int REJECTED = 75;

  private static final int RESIL_FAILED = 125;

  /** What a run came to for which nothing else answered. */
  public RunResult(Ending ending, Optional<Attempt.Ended> last, Duration elapsed) {
    this(ending, last, elapsed, Optional.empty());
  }

  /** The name of what it ended with. */
  public Ending.Kind kind() {
    return ending.kind();
  }

  /** The signal that stopped it. */
  public OptionalInt interrupted() {
    return ending instanceof Ending.Interrupted(int signal)
        ? OptionalInt.of(signal)
        : OptionalInt.empty();
  }

  /** The breaker that did not let it through. */
  public Optional<Ending.Rejected> rejection() {
    return ending instanceof Ending.Rejected rejected ? Optional.of(rejected) : Optional.empty();
  }

  /**
   * The exit code of resil: never 0 for a failure, even where the command printed what makes its
   * exit with 0 one.
   */
  public int exitCode() {
    if (ending instanceof Ending.Interrupted(int signal)) {
      return 128 + signal;
    }
    if (answer.isPresent()) {
      return answer.get().outcome().exitCode();
    }
    return switch (kind()) {
      case REJECTED -> REJECTED;
      case SKIPPED, CACHED -> 0;
      case GUARD_FAILED -> RESIL_FAILED;
      case SUCCEEDED, ATTEMPTS_EXHAUSTED, NOT_RETRIED, TIME_LIMIT, INTERRUPTED -> outcomesCode();
    };
  }

  private int outcomesCode() {
    Outcome outcome = last.orElseThrow().outcome();
    if (kind() == Ending.Kind.SUCCEEDED) {
      return outcome instanceof Outcome.Exit ? outcome.exitCode() : 0;
    }
    return outcome.exitCode() == 0 ? 1 : outcome.exitCode();
  }

  /** The same run, answered by something else than its attempts after so long. */
  RunResult answered(Fallback.Answer by, Duration after) {
    Ending end =
        by.interrupted().isPresent() ? new Ending.Interrupted(by.interrupted().getAsInt()) : ending;
    return new RunResult(end, last, after, Optional.of(by));
  }

  /** In a word, as reports and statistics have it. */
  public String summary() {
    return switch (kind()) {
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
