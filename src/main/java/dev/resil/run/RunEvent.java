package dev.resil.run;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.limit.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Events of a run, in the order in which they happen. */
public sealed interface RunEvent {
  /**
   * The run began.
   *
   * @param at the time on the wall clock
   */
  record Started(Instant at) implements RunEvent {}

  /** The run waits before its first attempt. */
  record SplayStarted(Duration splay) implements RunEvent {}

  /** An attempt begins. */
  record AttemptStarted(long number) implements RunEvent {}

  /** The attempt's command has started. */
  record ProcessStarted(int pid) implements RunEvent {}

  /**
   * A signal reached resil.
   *
   * @param fromTerminal whether it came from the terminal, and so reached the command too
   */
  record SignalReceived(int number, boolean fromTerminal) implements RunEvent {}

  /** A signal was sent to a process of the attempt. */
  record SignalSent(int number, int pid, String name) implements RunEvent {}

  /** An attempt ended. */
  record AttemptEnded(Attempt.Ended attempt) implements RunEvent {}

  /**
   * A process of an attempt may not be signalled; resil waits for it.
   *
   * @param reason the system's message
   * @param condition the state of the process, if known
   */
  record NotSignalled(int pid, String name, String reason, Optional<ProcessCondition> condition)
      implements RunEvent {}

  /**
   * A process of an attempt cannot react to its signal, or was killed and has not ended; resil
   * waits for it.
   *
   * @param number the signal's number
   * @param condition the state of the process, if known
   */
  record Survived(int number, int pid, String name, Optional<ProcessCondition> condition)
      implements RunEvent {}

  /**
   * Some processes of an attempt cannot be seen, and get a signal only when their parents have
   * ended.
   *
   * @param reason the reason
   */
  record Unseen(String reason) implements RunEvent {}

  /** A process keeps running and is left alone, since it may not belong to the attempt. */
  record LeftAlone(int pid, String name) implements RunEvent {}

  /**
   * The attempt's processes fork faster than they can be stopped; resil keeps trying.
   *
   * @param processes the number of processes found
   */
  record Outgrown(int processes) implements RunEvent {}

  /**
   * Processes of an attempt still run, or may do so, and are left running.
   *
   * @param reason the processes, or the reason why they cannot be found
   */
  record LeftRunning(String reason) implements RunEvent {}

  /** Time ran out before all output of an attempt had been searched for patterns. */
  record SearchCutShort() implements RunEvent {}

  /** The next attempt gets other input than the previous one, which read from a pipe. */
  record InputChanged() implements RunEvent {}

  /**
   * The input could not be kept for another attempt.
   *
   * @param folder the folder to keep it in
   * @param reason the system's message
   */
  record InputNotKept(String folder, String reason) implements RunEvent {}

  /** An attempt failed, and another one follows after a delay. */
  record Retrying(Attempt.Ended failed, Duration delay) implements RunEvent {}

  /**
   * A breaker's state was read or updated.
   *
   * @param before its earlier state
   * @param after its state now
   * @param nextProbe the time until it permits the next attempt; empty if it is not OPEN, or stays
   *     OPEN until it is reset
   * @param thisHostOnly whether its state may differ on other hosts
   */
  record BreakerSeen(
      String breaker,
      Phase.Kind before,
      Phase.Kind after,
      Optional<Duration> nextProbe,
      boolean thisHostOnly)
      implements RunEvent {
    /** A state shared by all hosts. */
    public BreakerSeen(
        String breaker, Phase.Kind before, Phase.Kind after, Optional<Duration> nextProbe) {
      this(breaker, before, after, nextProbe, false);
    }
  }

  /** The run waits for a permit of a breaker. */
  record WaitingForPermit(String breaker, Decision.Rejected decision) implements RunEvent {}

  /** A breaker's state cannot be read or written; the run continues as if it were CLOSED. */
  record Unguarded(String breaker, String reason) implements RunEvent {}

  /** A breaker's state can be read and written again, and guards the run. */
  record GuardedAgain(String breaker) implements RunEvent {}

  /** A breaker's state cannot be read or written, so no further attempt is permitted. */
  record GuardFailed(String reason) implements RunEvent {}

  /**
   * A wait for conditions began.
   *
   * @param states what is known of them, at any time
   */
  record WaitStarted(Supplier<List<ConditionState>> states) implements RunEvent {}

  /**
   * The answer to a check of a condition has changed.
   *
   * @param first whether it is the first answer
   */
  record ConditionChanged(ConditionState state, boolean first) implements RunEvent {}

  /**
   * A wait for conditions ended.
   *
   * @param states what is known of them
   * @param kind why it ended
   */
  record WaitEnded(List<ConditionState> states, Kind kind) implements RunEvent {
    /** The end of a wait. */
    public enum Kind {
      /** The conditions are what the run waited for. */
      MET,
      /** A check had an outcome of {@code --fail-fast}. */
      HOPELESS,
      /** The time was over. */
      OUT_OF_TIME,
      /** A signal stopped it. */
      INTERRUPTED
    }

    /** Copies the list. */
    public WaitEnded {
      states = List.copyOf(states);
    }
  }

  /**
   * A limit that processes share admits the run or the attempt.
   *
   * @param lock whether it is a lock, which admits the whole run
   * @param number the permit's number; 0 if the limit is unavailable
   * @param waited the time until it did
   */
  record Admitted(String limit, boolean lock, long number, Duration waited) implements RunEvent {}

  /** The run waits for a permit of a limit. */
  record WaitingForLimit(String limit, boolean lock, Answer.Limited answer) implements RunEvent {}

  /** A limit's state cannot be read or written; the run continues without it. */
  record Unlimited(String limit, boolean lock, String reason) implements RunEvent {}

  /**
   * The run's lock could not be renewed in time, and another run may have it.
   *
   * @param number the number under which the run had it
   */
  record LockLost(String limit, long number) implements RunEvent {}

  /** A notice about stored state. */
  record StateNotice(String text) implements RunEvent {}

  /**
   * A hook failed; the run continues.
   *
   * @param hook the option that set the hook
   * @param reason the error, for a message
   */
  record HookFailed(String hook, String reason) implements RunEvent {}

  /**
   * The service of {@code --ping} was not told of the run.
   *
   * @param part what it was not told of
   * @param reason the error, for a message; shows nothing of the service's URL
   */
  record PingFailed(Part part, String reason) implements RunEvent {
    /** A part of a run. */
    public enum Part {
      /** Its start. */
      START,
      /** Its end. */
      END,
      /** Both. */
      BOTH
    }
  }

  /**
   * The run failed, and a fallback answers for it.
   *
   * @param failed the result of the run
   * @param source the source of the answer
   * @param age the age of a cached copy
   */
  record FallingBack(RunResult failed, Fallback.Source source, Optional<Duration> age)
      implements RunEvent {}

  /** The run has ended. */
  record Ended(RunResult result) implements RunEvent {}
}
