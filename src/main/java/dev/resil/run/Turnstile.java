package dev.resil.run;

import dev.resil.limit.Answer;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limit, and what to do while it is used up.
 *
 * @param limit the limit
 * @param whenLimited the reaction
 * @param longestWait the longest wait for one permit
 */
public record Turnstile(
    SharedLimit limit, WhenLimited whenLimited, Optional<Duration> longestWait) {
  /** The longest wait for an answer to change: the limit ends it sooner. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /**
   * Acquires a permit, if none is held, and waits for it if the policy wants that.
   *
   * @param unadmitted called before it waits, or ends the run
   * @return the ending of the run; empty if a permit is held now
   */
  Optional<Ending> pass(Time time, RunListener listener, Deadline deadline, Runnable unadmitted) {
    if (limit.isHeld()) {
      return Optional.empty();
    }
    long begin = time.nanos();
    Deadline end = deadline.orSooner(Deadline.after(longestWait, begin));
    for (boolean announced = false; ; announced = true) {
      boolean waits = whenLimited == WhenLimited.WAIT && !end.isOver(time.nanos());
      Optional<Answer> answer = limit.ask(waits, deadline);
      if (!announced && !(answer.orElse(null) instanceof Answer.Granted)) {
        unadmitted.run();
      }
      if (answer.isEmpty()) {
        return Optional.of(Ending.of(Ending.Kind.GUARD_FAILED));
      }
      switch (answer.get()) {
        case Answer.Granted(long number) -> {
          Optional<Ending> stopped = stopped(time.interrupted());
          if (stopped.isPresent()) {
            unadmitted.run();
            limit.withdraw();
          } else {
            listener.on(
                new RunEvent.Admitted(
                    limit.name(), limit.isLock(), number, Duration.ofNanos(time.nanos() - begin)));
          }
          return stopped;
        }
        case Answer.Limited limited -> {
          if (!waits
              || limited.room().filter(room -> end.isOverIn(room, time.nanos())).isPresent()) {
            return Optional.of(refused(limited, waits));
          }
          if (!announced) {
            listener.on(new RunEvent.WaitingForLimit(limit.name(), limit.isLock(), limited));
          }
          Duration most = end.left(time.nanos(), LONGEST);
          Optional<Ending> stopped = stopped(limit.await(most));
          if (stopped.isPresent()) {
            limit.leave();
            return stopped;
          }
        }
      }
    }
  }

  private Ending refused(Answer.Limited limited, boolean waits) {
    if (waits) {
      limit.leave();
    }
    return new Ending.Limited(
        limit.name(), limit.isLock(), limited, whenLimited == WhenLimited.SKIP);
  }

  private static Optional<Ending> stopped(OptionalInt signal) {
    return signal.isPresent()
        ? Optional.of(new Ending.Interrupted(signal.getAsInt()))
        : Optional.empty();
  }
}
