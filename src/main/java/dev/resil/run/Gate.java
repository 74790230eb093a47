package dev.resil.run;

import dev.resil.breaker.Phase;
import dev.resil.run.RunResult.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Stands before each attempt: asks a guard, where there is one, and waits where that is wanted. */
public final class Gate {
  /** A gate without a guard. */
  public static final Gate OPEN = new Gate(Optional.empty(), WhenOpen.FAIL);

  /** Somebody may reset a breaker meanwhile: so long at most until it is looked at again. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A probe that is under way may end at any time. */
  private static final Duration PROBE_PAUSE = Duration.ofMillis(500);

  private final Optional<Guard> guard;
  private final WhenOpen whenOpen;

  private Gate(Optional<Guard> guard, WhenOpen whenOpen) {
    this.guard = guard;
    this.whenOpen = whenOpen;
  }

  /** A gate with a guard. */
  public static Gate of(Guard guard, WhenOpen whenOpen) {
    return new Gate(Optional.of(guard), whenOpen);
  }

  /** What an attempt comes to that wants to pass. */
  sealed interface Passage {
    /** It may begin. */
    record Free() implements Passage {}

    /** The run ends here. */
    record Stopped(Reason reason, Optional<Rejection> rejection, OptionalInt interrupted)
        implements Passage {}
  }

  /** Asks for an attempt, and waits for its permit where that is wanted. */
  Passage pass(Time time, RunListener listener, OptionalLong deadline) {
    return guard.isPresent() ? pass(guard.get(), time, listener, deadline) : new Passage.Free();
  }

  private Passage pass(Guard asked, Time time, RunListener listener, OptionalLong deadline) {
    for (boolean again = false; ; again = true) {
      switch (asked.ask(again)) {
        case Guard.Admission.Admitted _ -> {
          // the answer may have taken its time
          OptionalInt signal = time.interrupted();
          if (signal.isEmpty()) {
            return new Passage.Free();
          }
          asked.withdrawn();
          return interrupted(signal);
        }
        case Guard.Admission.Failed _ -> {
          return stopped(Reason.GUARD_FAILED, Optional.empty());
        }
        case Guard.Admission.Rejected(Rejection rejection) -> {
          Duration wait = wait(rejection);
          if (whenOpen == WhenOpen.SKIP) {
            return stopped(Reason.SKIPPED, Optional.of(rejection));
          } else if (whenOpen == WhenOpen.FAIL || ends(rejection, wait, time, deadline)) {
            return stopped(Reason.REJECTED, Optional.of(rejection));
          }
          if (!again) {
            listener.on(new RunEvent.WaitingForPermit(rejection));
          }
          OptionalInt signal = time.pause(wait);
          if (signal.isPresent()) {
            return interrupted(signal);
          }
        }
      }
    }
  }

  /** Tells the guard what came of the attempt that passed. */
  void ended(Attempt.Ended attempt) {
    guard.ifPresent(told -> told.ended(attempt));
  }

  private static Duration wait(Rejection rejection) {
    Duration longest = rejection.state() == Phase.Kind.OPEN ? LONGEST_PAUSE : PROBE_PAUSE;
    return rejection.nextProbe().filter(next -> next.compareTo(longest) < 0).orElse(longest);
  }

  /** Whether the run's limit comes before the permit can; of OPEN, that is known beforehand. */
  private static boolean ends(
      Rejection rejection, Duration wait, Time time, OptionalLong deadline) {
    if (deadline.isEmpty()) {
      return false;
    }
    Duration least =
        rejection.state() == Phase.Kind.OPEN ? rejection.nextProbe().orElse(wait) : wait;
    return least.toNanos() >= deadline.getAsLong() - time.nanos();
  }

  private static Passage interrupted(OptionalInt signal) {
    return new Passage.Stopped(Reason.INTERRUPTED, Optional.empty(), signal);
  }

  private static Passage stopped(Reason reason, Optional<Rejection> rejection) {
    return new Passage.Stopped(reason, rejection, OptionalInt.empty());
  }
}
