package dev.resil.run;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutputPattern;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** An operation that can be retried: a command, a request. */
public interface Attempt {
  /** Makes one attempt and waits for its end. */
  Execution execute(Request request);

  /** Called with the judgement on the last attempt, before any listener. */
  default void judged(Ended attempt) {}

  /**
   * Called when the run has ended: writes the held output.
   *
   * @param last the last attempt
   * @return the new execution, if this changed the last attempt's outcome or stopped the run
   */
  default Optional<Execution> conclude(Ended last) {
    return Optional.empty();
  }

  /**
   * Called when the run has ended and a fallback has answered: rejects the held output.
   *
   * @param failed whether the fallback failed too
   */
  default void replaced(boolean failed) {}

  /**
   * The parameters of an attempt.
   *
   * @param number the attempt's number, from 1
   * @param limit the maximum number of attempts; empty for no limit
   * @param last the outcome of the previous attempt
   * @param deadline the end of the run on {@link Time#nanos}, at which the attempt is cut off
   */
  record Request(long number, OptionalLong limit, Optional<Outcome> last, Deadline deadline) {}

  /**
   * The result of an attempt, before it is judged.
   *
   * @param outcome its outcome
   * @param interrupted the signal by which the user stopped the run meanwhile
   * @param printed the patterns found in its output
   * @param repeat its own advice about another attempt
   * @param transfer its network transfer, if it was a request
   */
  record Execution(
      Outcome outcome,
      OptionalInt interrupted,
      Set<OutputPattern> printed,
      RetryAdvice repeat,
      Optional<Transfer> transfer) {
    /** Copies the set. */
    public Execution {
      printed = Set.copyOf(printed);
    }

    /** An attempt without advice about another one. */
    public Execution(Outcome outcome, OptionalInt interrupted, Set<OutputPattern> printed) {
      this(outcome, interrupted, printed, RetryAdvice.AS_THE_POLICY_SAYS, Optional.empty());
    }

    /** An attempt whose output was not searched. */
    public Execution(Outcome outcome, OptionalInt interrupted) {
      this(outcome, interrupted, Set.of());
    }

    /** An attempt that was not interrupted. */
    public static Execution of(Outcome outcome) {
      return new Execution(outcome, OptionalInt.empty());
    }
  }

  /**
   * An ended attempt.
   *
   * @param number its number, from 1
   * @param outcome its outcome
   * @param judgement the judgement on it
   * @param started its start, since the start of the run
   * @param duration its duration
   * @param transfer its network transfer, if it was a request
   */
  record Ended(
      long number,
      Outcome outcome,
      Judgement judgement,
      Duration started,
      Duration duration,
      Optional<Transfer> transfer) {
    /** Whether it succeeded. */
    public boolean success() {
      return judgement.success();
    }

    /** Whether and when another attempt may follow. */
    public RetryAdvice repeat() {
      return judgement.repeat();
    }

    /** This attempt with another outcome, a failure; unchanged if the outcome is the same. */
    Ended withOutcome(Outcome other) {
      return other.equals(outcome)
          ? this
          : new Ended(number, other, judgement.failed(), started, duration, transfer);
    }
  }
}
