package dev.resil.run;

import dev.resil.outcome.ExitCodes;
import dev.resil.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of a run.
 *
 * @param ending the reason for its end
 * @param last its last attempt; empty if there was none
 * @param elapsed the time from its start to its end, including the splay
 * @param answer the answer in place of its attempts
 * @param codes the exit codes that the user wants
 */
public record RunResult(
    Ending ending,
    Optional<Attempt.Ended> last,
    Duration elapsed,
    Optional<Fallback.Answer> answer,
    EndingCodes codes) {
  private static final Outcome NO_OUTCOME = new Outcome.Timeout();

  /** The result of a run without a fallback's answer. */
  public RunResult(Ending ending, Optional<Attempt.Ended> last, Duration elapsed) {
    this(ending, last, elapsed, Optional.empty(), EndingCodes.NONE);
  }

  /** The name of its ending. */
  public Ending.Kind kind() {
    return ending.kind();
  }

  /** The signal that stopped the run. */
  public OptionalInt interrupted() {
    return ending instanceof Ending.Interrupted(int signal)
        ? OptionalInt.of(signal)
        : OptionalInt.empty();
  }

  /** The breaker's rejection. */
  public Optional<Ending.Rejected> rejection() {
    return ending instanceof Ending.Rejected rejected ? Optional.of(rejected) : Optional.empty();
  }

  /** The limit that left no room. */
  public Optional<Ending.Limited> limitation() {
    return ending instanceof Ending.Limited limited ? Optional.of(limited) : Optional.empty();
  }

  /** The budget for retries that was spent. */
  public Optional<Ending.BudgetSpent> spending() {
    return ending instanceof Ending.BudgetSpent spent ? Optional.of(spent) : Optional.empty();
  }

  /**
   * The exit code of resil: never 0 for a failure, even if the command exited with 0 and its output
   * makes it a failure. Only a timeout's preserved exit code may be 0.
   */
  public int exitCode() {
    if (failsAsFlaky()) {
      return EndingCodes.FLAKY;
    }
    return isEndingMapped() ? codes.of(kind()).getAsInt() : ownCode();
  }

  /** Whether it succeeded only after a retry. */
  public boolean isFlaky() {
    return kind() == Ending.Kind.SUCCEEDED && attempts() > 1;
  }

  /** Whether the user wants a success after a retry to fail, and this is one. */
  public boolean failsAsFlaky() {
    return codes.failIfFlaky() && isFlaky();
  }

  /** Whether the user chose the exit code. */
  public boolean isMapped() {
    return failsAsFlaky() || isEndingMapped();
  }

  private boolean isEndingMapped() {
    return codes.of(kind()).isPresent() && !resilFailed() && !fallbackAnswered();
  }

  /** Whether the last attempt did not run a command, which failed the run. */
  public boolean didNotRun() {
    return switch (kind()) {
      case ATTEMPTS_EXHAUSTED, BUDGET_SPENT, NOT_RETRIED, TIME_LIMIT ->
          answer.isEmpty()
              && last.map(Attempt.Ended::outcome).filter(RunResult::isNoExecution).isPresent();
      default -> false;
    };
  }

  private static boolean isNoExecution(Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotFound _, Outcome.NotExecutable _, Outcome.ResilFailed _ -> true;
      default -> false;
    };
  }

  private boolean resilFailed() {
    Optional<Outcome> outcome =
        answer.map(Fallback.Answer::outcome).or(() -> last.map(Attempt.Ended::outcome));
    return interrupted().isEmpty() && outcome.orElse(NO_OUTCOME) instanceof Outcome.ResilFailed;
  }

  private boolean fallbackAnswered() {
    return switch (kind()) {
      case INTERRUPTED, CACHED -> false;
      default -> answer.isPresent();
    };
  }

  private int ownCode() {
    if (ending instanceof Ending.Interrupted(int signal)) {
      return ExitCodes.ofSignal(signal);
    }
    if (answer.isPresent()) {
      return answer.get().outcome().exitCode();
    }
    return switch (kind()) {
      case REJECTED, LIMITED -> ExitCodes.REJECTED;
      case SKIPPED, CACHED -> 0;
      case GUARD_FAILED -> ExitCodes.RESIL_FAILED;
      case SUCCEEDED, ATTEMPTS_EXHAUSTED, BUDGET_SPENT, NOT_RETRIED, TIME_LIMIT, INTERRUPTED ->
          outcomesCode();
    };
  }

  private int outcomesCode() {
    Outcome outcome = last.map(Attempt.Ended::outcome).orElse(NO_OUTCOME);
    if (outcome instanceof Outcome.Timeout timeout && timeout.preserved().isPresent()) {
      return outcome.exitCode();
    }
    if (kind() == Ending.Kind.SUCCEEDED) {
      return outcome instanceof Outcome.Exit ? outcome.exitCode() : 0;
    }
    return outcome.exitCode() == 0 ? 1 : outcome.exitCode();
  }

  /** This result with a fallback's answer and a new elapsed time. */
  RunResult answered(Fallback.Answer by, Duration after) {
    Ending end =
        by.interrupted().isPresent() ? new Ending.Interrupted(by.interrupted().getAsInt()) : ending;
    return new RunResult(end, last, after, Optional.of(by), codes);
  }

  /** The result in a word, as in reports and statistics. */
  public String summary() {
    return switch (kind()) {
      case SUCCEEDED -> "success";
      case ATTEMPTS_EXHAUSTED, BUDGET_SPENT, NOT_RETRIED, TIME_LIMIT -> "failure";
      case INTERRUPTED -> "interrupted";
      case REJECTED -> "rejected";
      case LIMITED -> "limited";
      case SKIPPED -> "skipped";
      case CACHED -> "cached";
      case GUARD_FAILED -> "error";
    };
  }

  /** The number of attempts. */
  public long attempts() {
    return last.map(Attempt.Ended::number).orElse(0L);
  }
}
