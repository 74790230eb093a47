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
 * @param elapsed from its start to its end, a splay included
 */
public record RunResult(
    Reason reason, Optional<Attempt.Ended> last, OptionalInt interrupted, Duration elapsed) {

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
    INTERRUPTED
  }

  /** The exit code of resil. */
  public int exitCode() {
    if (interrupted.isPresent()) {
      return 128 + interrupted.getAsInt();
    }
    Outcome outcome = last.orElseThrow().outcome();
    boolean ownCode = outcome instanceof Outcome.Exit;
    return reason == Reason.SUCCEEDED && !ownCode ? 0 : outcome.exitCode();
  }

  /** How many attempts there were. */
  public long attempts() {
    return last.map(Attempt.Ended::number).orElse(0L);
  }
}
