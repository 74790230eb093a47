package dev.resil.run;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Admits each attempt: asks a guard, if there is one, and waits for a permit if the policy wants
 * that.
 */
public final class Gate {
  /** A gate without a guard. */
  public static final Gate OPEN =
      new Gate(Barrier.NONE, Optional.empty(), WhenOpen.FAIL, Optional.empty());

  /** The longest wait until the breaker is asked again, as a user may reset it meanwhile. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** The wait during another process's probe, which may end at any time. */
  private static final Duration PROBE_PAUSE = Duration.ofMillis(500);

  private final Barrier barrier;
  private final Optional<Guard> guard;
  private final WhenOpen whenOpen;
  private Optional<Runnable> preparation;

  private Gate(
      Barrier barrier, Optional<Guard> guard, WhenOpen whenOpen, Optional<Runnable> preparation) {
    this.barrier = barrier;
    this.guard = guard;
    this.whenOpen = whenOpen;
    this.preparation = preparation;
  }

  /** A gate with a guard. */
  public static Gate of(Guard guard, WhenOpen whenOpen) {
    return new Gate(Barrier.NONE, Optional.of(guard), whenOpen, Optional.empty());
  }

  /** This gate behind a barrier: its guard is asked once an attempt may begin. */
  public Gate behind(Barrier other) {
    return new Gate(other, guard, whenOpen, preparation);
  }

  /** This gate, with something to do once the first attempt is admitted, before it begins. */
  public Gate preparing(Runnable action) {
    return new Gate(barrier, guard, whenOpen, Optional.of(action));
  }

  /**
   * Asks for an attempt, and waits for a permit if the policy wants that.
   *
   * @param deadline the end of the run
   * @return the ending of the run; empty if the attempt may begin
   */
  Optional<Ending> pass(Time time, RunListener listener, Deadline deadline) {
    Optional<Ending> inVain = barrier.await(deadline);
    if (inVain.isPresent()) {
      return inVain;
    }
    if (guard.isPresent()) {
      return pass(guard.get(), time, listener, deadline);
    }
    return prepare() ? ready(time, deadline) : outOfTime(time, deadline);
  }

  private Optional<Ending> pass(Guard asked, Time time, RunListener listener, Deadline deadline) {
    for (boolean again = false; ; again = true) {
      Optional<Decision> decision = asked.ask(again, deadline);
      if (decision.isEmpty()) {
        return Optional.of(Ending.of(Ending.Kind.GUARD_FAILED));
      }
      switch (decision.get()) {
        case Decision.Permitted _, Decision.Noted _ -> {
          prepare();
          Optional<Ending> stopped = ready(time, deadline);
          stopped.ifPresent(_ -> asked.withdrawn());
          return stopped;
        }
        case Decision.Rejected rejected -> {
          Duration wait = wait(rejected);
          if (whenOpen != WhenOpen.WAIT || ends(rejected, wait, time, deadline)) {
            return Optional.of(
                new Ending.Rejected(asked.name(), rejected, whenOpen == WhenOpen.SKIP));
          }
          if (!again) {
            listener.on(new RunEvent.WaitingForPermit(asked.name(), rejected));
          }
          Optional<Ending> stopped = stopped(time.pause(wait));
          if (stopped.isPresent()) {
            return stopped;
          }
        }
      }
    }
  }

  /** Reports an admitted attempt to the guard. */
  void ended(Attempt.Ended attempt) {
    guard.ifPresent(told -> told.ended(attempt));
  }

  private static Duration wait(Decision.Rejected rejected) {
    Duration longest = rejected.phase() == Phase.Kind.OPEN ? LONGEST_PAUSE : PROBE_PAUSE;
    return rejected.nextProbe().filter(next -> next.compareTo(longest) < 0).orElse(longest);
  }

  /** Whether the run's limit comes before the next possible permit, whose time is known if OPEN. */
  private static boolean ends(
      Decision.Rejected rejected, Duration wait, Time time, Deadline deadline) {
    Duration least = rejected.phase() == Phase.Kind.OPEN ? rejected.nextProbe().orElse(wait) : wait;
    return deadline.isOverIn(least, time.nanos());
  }

  /** Prepares the first attempt; returns whether there was anything to do. */
  private boolean prepare() {
    Optional<Runnable> action = preparation;
    preparation = Optional.empty();
    action.ifPresent(Runnable::run);
    return action.isPresent();
  }

  /** A signal may have arrived meanwhile, or the time may be over. */
  private static Optional<Ending> ready(Time time, Deadline deadline) {
    return stopped(time.interrupted()).or(() -> outOfTime(time, deadline));
  }

  private static Optional<Ending> outOfTime(Time time, Deadline deadline) {
    return deadline.isOver(time.nanos())
        ? Optional.of(Ending.of(Ending.Kind.TIME_LIMIT))
        : Optional.empty();
  }

  private static Optional<Ending> stopped(OptionalInt signal) {
    return signal.isPresent()
        ? Optional.of(new Ending.Interrupted(signal.getAsInt()))
        : Optional.empty();
  }
}
