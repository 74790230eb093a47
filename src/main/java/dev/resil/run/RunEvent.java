package dev.resil.run;

import java.time.Duration;
import java.time.Instant;

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

  /** A process of an attempt may not be signalled; it is waited for. */
  record NotSignalled(int pid, String name, String reason) implements RunEvent {}

  /** An attempt failed and another one follows after a delay. */
  record Retrying(Attempt.Ended failed, Duration delay) implements RunEvent {}

  /** The run is over. */
  record Ended(RunResult result) implements RunEvent {}
}
