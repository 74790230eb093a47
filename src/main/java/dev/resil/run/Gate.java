package dev.resil.run;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits each attempt: takes the run's lock, asks the breaker, takes a permit of the limit, as far
 * as there are any, and waits if the policy wants that.
 */
public final class Gate {
  /** A gate that holds nothing back. */
  public static final Gate OPEN =
      new Gate(
          Barrier.NONE,
          Optional.empty(),
          WhenOpen.FAIL,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The longest wait until the breaker is asked again, as a user may reset it meanwhile. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** The wait during another process's probe, which may end at any time. */
  private static final Duration PROBE_PAUSE = Duration.ofMillis(500);

  private final Barrier barrier;
  private final Optional<Guard> guard;
  private final WhenOpen whenOpen;
  private final Optional<Turnstile> lock;
  private final Optional<Turnstile> limit;
  private final Optional<SharedBudget> budget;
  private Optional<Runnable> preparation;
  private boolean begun;

  private Gate(
      Barrier barrier,
      Optional<Guard> guard,
      WhenOpen whenOpen,
      Optional<Turnstile> lock,
      Optional<Turnstile> limit,
      Optional<SharedBudget> budget,
      Optional<Runnable> preparation) {
    this.barrier = barrier;
    this.guard = guard;
    this.whenOpen = whenOpen;
    this.lock = lock;
    this.limit = limit;
    this.budget = budget;
    this.preparation = preparation;
  }

  /** A gate with a guard. */
  public static Gate of(Guard guard, WhenOpen whenOpen) {
    return new Gate(
        Barrier.NONE,
        Optional.of(guard),
        whenOpen,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** This gate behind a barrier: the others are asked once an attempt may begin. */
  public Gate behind(Barrier other) {
    return new Gate(other, guard, whenOpen, lock, limit, budget, preparation);
  }

  /** This gate, with something to do once the first attempt is admitted, before it begins. */
  public Gate preparing(Runnable action) {
    return new Gate(barrier, guard, whenOpen, lock, limit, budget, Optional.of(action));
  }

  /**
   * The same gate with limits.
   *
   * @param ofRun held from the first attempt to the end of the run
   * @param ofAttempts held during each attempt
   */
  public Gate within(Optional<Turnstile> ofRun, Optional<Turnstile> ofAttempts) {
    return new Gate(barrier, guard, whenOpen, ofRun, ofAttempts, budget, preparation);
  }

  /** The same gate with a budget for retries. */
  public Gate spending(Optional<SharedBudget> ofRetries) {
    return new Gate(barrier, guard, whenOpen, lock, limit, ofRetries, preparation);
  }

  /**
   * Asks for an attempt, and waits for a permit if the policy wants that.
   *
   * @param deadline the end of the run
   * @return the ending of the run; empty if the attempt may begin
   */
  Optional<Ending> pass(Time time, RunListener listener, Deadline deadline) {
    Optional<Ending> ending = admit(time, listener, deadline);
    if (ending.isPresent() || begun || budget.isEmpty()) {
      return ending;
    }
    begun = true;
    Optional<Ending> stopped = budget.get().begin(deadline).or(() -> ready(time, deadline));
    if (stopped.isPresent()) {
      guard.ifPresent(Guard::withdrawn);
    }
    return withdrawnIf(stopped);
  }

  /**
   * Asks for a retry.
   *
   * @param deadline the end of the run
   * @return the ending of the run; empty if the retry may follow
   */
  Optional<Ending> retry(Deadline deadline) {
    return budget.isPresent() ? budget.get().retry(deadline) : Optional.empty();
  }

  private Optional<Ending> admit(Time time, RunListener listener, Deadline deadline) {
    Optional<Ending> inVain = barrier.await(deadline);
    if (inVain.isPresent()) {
      return inVain;
    }
    if (lock.isPresent()) {
      Optional<Ending> ending = lock.get().pass(time, listener, deadline, () -> {});
      if (ending.isPresent()) {
        return ending;
      }
    }
    if (guard.isPresent()) {
      return pass(guard.get(), time, listener, deadline);
    }
    Optional<Ending> ending = passLimit(time, listener, deadline, () -> {});
    if (ending.isPresent()) {
      return ending;
    }
    return withdrawnIf(prepare() ? ready(time, deadline) : outOfTime(time, deadline));
  }

  private Optional<Ending> passLimit(
      Time time, RunListener listener, Deadline deadline, Runnable unadmitted) {
    return limit.isPresent()
        ? limit.get().pass(time, listener, deadline, unadmitted)
        : Optional.empty();
  }

  private Optional<Ending> withdrawnIf(Optional<Ending> stopped) {
    if (stopped.isPresent() && limit.isPresent()) {
      limit.get().limit().withdraw();
    }
    return stopped;
  }

  private Optional<Ending> pass(Guard asked, Time time, RunListener listener, Deadline deadline) {
    boolean waited = false;
    for (boolean again = false; ; again = true) {
      Optional<Decision> decision = asked.ask(again, deadline);
      if (decision.isEmpty()) {
        return withdrawnIf(Optional.of(Ending.of(Ending.Kind.GUARD_FAILED)));
      }
      switch (decision.get()) {
        case Decision.Permitted _, Decision.Noted _ -> {
          AtomicBoolean unadmitted = new AtomicBoolean();
          Optional<Ending> limited =
              passLimit(
                  time,
                  listener,
                  deadline,
                  () -> {
                    // a probe must not be held while the limit is waited for
                    unadmitted.set(true);
                    asked.withdrawn();
                  });
          if (limited.isPresent()) {
            return limited;
          }
          if (unadmitted.get()) {
            continue;
          }
          prepare();
          Optional<Ending> stopped = ready(time, deadline);
          if (stopped.isPresent()) {
            asked.withdrawn();
          }
          return withdrawnIf(stopped);
        }
        case Decision.Rejected rejected -> {
          if (limit.isPresent()) {
            limit.get().limit().withdraw();
          }
          Duration wait = wait(rejected);
          if (whenOpen != WhenOpen.WAIT || ends(rejected, wait, time, deadline)) {
            return Optional.of(
                new Ending.Rejected(asked.name(), rejected, whenOpen == WhenOpen.SKIP));
          }
          if (!waited) {
            listener.on(new RunEvent.WaitingForPermit(asked.name(), rejected));
            waited = true;
          }
          Optional<Ending> stopped = stopped(time.pause(wait));
          if (stopped.isPresent()) {
            return stopped;
          }
        }
      }
    }
  }

  /** Reports an admitted attempt to the guard, and returns its permit. */
  void ended(Attempt.Ended attempt) {
    guard.ifPresent(told -> told.ended(attempt));
    if (limit.isPresent()) {
      limit.get().limit().release();
    }
  }

  /** Returns the run's lock. */
  void close() {
    if (lock.isPresent()) {
      lock.get().limit().release();
    }
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
