package dev.resil.run;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutputPattern;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Something that can be tried again and again: a command, a request. */
public interface Attempt {
  /** Makes one attempt and waits for its end. */
  Execution execute(Request request);

  /** Says what the attempt just made counts as, before anybody else learns of it. */
  default void judged(Ended attempt) {}

  /**
   * The run is over: gives out what was kept back until now.
   *
   * @param last the last attempt
   * @return what that came to, where it changes the last attempt's outcome or stopped the run
   */
  default Optional<Execution> conclude(Ended last) {
    return Optional.empty();
  }

  /** The run is over, and something else has answered: what was kept back is not taken. */
  default void replaced() {}

  /**
   * What an attempt is told.
   *
   * @param number which attempt of the run it is, from 1
   * @param limit how many there may be, empty for no end
   * @param last the outcome of the attempt before it
   * @param deadline the run's own limit on {@link Time#nanos}, at which the attempt is cut off
   */
  record Request(long number, OptionalLong limit, Optional<Outcome> last, OptionalLong deadline) {}

  /**
   * How an attempt went.
   *
   * @param outcome what it came to
   * @param interrupted the signal by which the user stopped the run meanwhile
   * @param printed the patterns that were found in what it printed
   * @param repeat what it says itself about another attempt
   * @param transfer what it did on the network, where it was a request
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

    /** An attempt that has nothing to say about another one. */
    public Execution(Outcome outcome, OptionalInt interrupted, Set<OutputPattern> printed) {
      this(outcome, interrupted, printed, RetryAdvice.AS_THE_POLICY_SAYS, Optional.empty());
    }

    /** An attempt in whose output nobody looked for anything. */
    public Execution(Outcome outcome, OptionalInt interrupted) {
      this(outcome, interrupted, Set.of());
    }

    /** An attempt that nobody interrupted. */
    public static Execution of(Outcome outcome) {
      return new Execution(outcome, OptionalInt.empty());
    }
  }

  /**
   * An attempt that ended.
   *
   * @param number which it was, from 1
   * @param outcome what it came to
   * @param judgement what that means
   * @param started when it started, in nanoseconds since the run started
   * @param duration how long it took
   * @param transfer what it did on the network, where it was a request
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

    /** The same with a failure for an outcome, where it was something else before. */
    Ended withOutcome(Outcome other) {
      return other.equals(outcome)
          ? this
          : new Ended(number, other, judgement.failed(), started, duration, transfer);
    }
  }
}
