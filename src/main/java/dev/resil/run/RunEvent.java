package dev.resil.run;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What happens in a run, in the order in which it happens. */
public sealed interface RunEvent {
  /**
   * The run began.
   *
   * @param at by the wall clock
   */
  record Started(Instant at) implements RunEvent {}

  /** The run waits before its first attempt. */
  record SplayStarted(Duration splay) implements RunEvent {}

  /** An attempt begins. */
  record AttemptStarted(long number) implements RunEvent {}

  /** The attempt's command runs. */
  record ProcessStarted(int pid) implements RunEvent {}

  /**
   * A signal reached resil.
   *
   * @param fromTerminal whether it reached the command as well, from the terminal
   */
  record SignalReceived(int number, boolean fromTerminal) implements RunEvent {}

  /** A process of the attempt was sent a signal. */
  record SignalSent(int number, int pid, String name) implements RunEvent {}

  /** An attempt ended. */
  record AttemptEnded(Attempt.Ended attempt) implements RunEvent {}

  /**
   * A process of an attempt may not be signalled; it is waited for.
   *
   * @param reason the system's words
   * @param condition what it does, as far as that is known
   */
  record NotSignalled(int pid, String name, String reason, Optional<ProcessCondition> condition)
      implements RunEvent {}

  /**
   * A process of an attempt got a signal that did not end it, and cannot act on it, or was killed
   * and has not ended; it is waited for.
   *
   * @param number the signal's number
   * @param condition what keeps it, as far as that is known
   */
  record Survived(int number, int pid, String name, Optional<ProcessCondition> condition)
      implements RunEvent {}

  /**
   * Not all processes of an attempt can be seen, so that some get a signal only when their parents
   * have ended.
   *
   * @param reason why not
   */
  record Unseen(String reason) implements RunEvent {}

  /** A process runs on that may be the attempt's or not: it is left alone. */
  record LeftAlone(int pid, String name) implements RunEvent {}

  /**
   * The attempt's processes start others faster than they can be stopped; tried again and again.
   *
   * @param processes how many were found
   */
  record Outgrown(int processes) implements RunEvent {}

  /**
   * Something that an attempt started still runs, or may do so, and is left.
   *
   * @param reason which, or why it cannot be found
   */
  record LeftRunning(String reason) implements RunEvent {}

  /** The next attempt finds other input than the one before it: that was read from a pipe. */
  record InputChanged() implements RunEvent {}

  /**
   * The input could not be kept for another attempt.
   *
   * @param folder where it was to be kept
   * @param reason the system's words
   */
  record InputNotKept(String folder, String reason) implements RunEvent {}

  /** An attempt failed and another one follows after a delay. */
  record Retrying(Attempt.Ended failed, Duration delay) implements RunEvent {}

  /**
   * A breaker was asked or told.
   *
   * @param before where it stood
   * @param after where it stands now
   * @param nextProbe how long until the next attempt can be let through, empty where it is not
   *     OPEN, or until somebody resets it
   * @param thisHostOnly whether it stands elsewhere for other hosts
   */
  record BreakerSeen(
      String breaker,
      Phase.Kind before,
      Phase.Kind after,
      Optional<Duration> nextProbe,
      boolean thisHostOnly)
      implements RunEvent {
    /** It stands there for all hosts. */
    public BreakerSeen(
        String breaker, Phase.Kind before, Phase.Kind after, Optional<Duration> nextProbe) {
      this(breaker, before, after, nextProbe, false);
    }
  }

  /** The run waits for a breaker to let it through. */
  record WaitingForPermit(String breaker, Decision.Rejected decision) implements RunEvent {}

  /** A breaker's state can't be read or written; the run goes on as if it were CLOSED. */
  record Unguarded(String breaker, String reason) implements RunEvent {}

  /** A breaker's state can't be read or written, so no further attempt is let through. */
  record GuardFailed(String reason) implements RunEvent {}

  /** Something about stored state that somebody should know. */
  record StateNotice(String text) implements RunEvent {}

  /**
   * What the user wants to be run when something happens did not go well; the run goes on.
   *
   * @param hook the option that asked for it
   * @param reason in words for people
   */
  record HookFailed(String hook, String reason) implements RunEvent {}

  /**
   * The run failed, and something else answers for it.
   *
   * @param failed what it came to
   * @param source what answers
   * @param age of a copy: since it was made
   */
  record FallingBack(RunResult failed, Fallback.Source source, Optional<Duration> age)
      implements RunEvent {}

  /** The run is over. */
  record Ended(RunResult result) implements RunEvent {}
}
