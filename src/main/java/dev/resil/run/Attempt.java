package dev.resil.run;

import dev.resil.match.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Something that can be tried again and again: a command, a request. */
public interface Attempt {
  /** Makes one attempt and waits for its end. */
  Execution execute(Request request);

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
   */
  record Execution(Outcome outcome, OptionalInt interrupted) {
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
   * @param success whether that counts as success
   * @param started when it started, in nanoseconds since the run started
   * @param duration how long it took
   */
  record Ended(
      long number, Outcome outcome, boolean success, Duration started, Duration duration) {}
}
