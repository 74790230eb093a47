package dev.resil.limit.store;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.limit.LimitState.Counters;
import dev.resil.posix.Posix;
import dev.resil.state.Changes;
import dev.resil.state.StateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a change of a limit: the store's notification, or the end of a process that holds a
 * permit.
 */
final class LimitWait {
  /** The longest wait: a place in the queue must be kept. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** The wait if not every change is notified. */
  private static final Duration POLLED = Duration.ofMillis(100);

  /**
   * How much longer a waiting run sleeps after a change for each of those before it, and in all: a
   * change must not wake a hundred processes at once, of which one can go on.
   */
  private static final Duration STEP = Duration.ofMillis(5);

  private static final int MOST_STEPS = 8;

  /** Each process takes a descriptor. */
  private static final int MOST_WATCHED = 64;

  private final Posix posix;
  private final EventLoop events;
  private final Supplier<Changes> changes;
  private Optional<Notified> notified = Optional.empty();

  LimitWait(Posix posix, EventLoop events, Supplier<Changes> changes) {
    this.posix = posix;
    this.events = events;
    this.changes = changes;
  }

  /** The store's notifications. */
  private static final class Notified implements Pump {
    private final Changes changes;
    private boolean any;

    Notified(Changes changes) {
      this.changes = changes;
    }

    @Override
    public int descriptor() {
      return changes.descriptor();
    }

    @Override
    public short events() {
      return Posix.POLLIN;
    }

    @Override
    public void run() {
      any |= changes.any();
    }
  }

  /** The end of a process. */
  private static final class Departure implements Pump {
    private final int descriptor;
    private boolean happened;

    Departure(int descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public int descriptor() {
      return descriptor;
    }

    @Override
    public short events() {
      return Posix.POLLIN;
    }

    @Override
    public void run() {
      happened = true;
    }

    static boolean isAmong(List<Departure> departures) {
      return departures.stream().anyMatch(departure -> departure.happened);
    }
  }

  /** Reads what has happened so far. */
  interface Counting {
    /** The counters; empty if there is no record. */
    Optional<Counters> counters() throws StateException;
  }

  /**
   * Waits until a new request may succeed, or for as long as the place in the queue is kept.
   *
   * @param most the longest wait
   * @return the signal that stopped the run; empty for none
   */
  OptionalInt await(Duration most, Waiting waiting, Counting counting) {
    if (notified.isEmpty()) {
      Notified first = new Notified(changes.get());
      first.any = true; // it may have changed before
      notified = Optional.of(first);
      if (first.descriptor() >= 0) {
        events.add(first);
      }
    }
    List<Departure> departures = new ArrayList<>();
    try {
      boolean isWatched = watch(waiting.near(), departures);
      return await(shorter(most, isWatched ? LONGEST : POLLED), waiting, departures, counting);
    } finally {
      for (Departure departure : departures) {
        events.remove(departure);
        posix.close(departure.descriptor());
      }
    }
  }

  private OptionalInt await(
      Duration most, Waiting waiting, List<Departure> departures, Counting counting) {
    Notified news = notified.orElseThrow();
    long begin = events.nanos();
    long end = begin + most.toNanos();
    long room = begin + shorter(most, waiting.answer().room().orElse(Duration.ZERO)).toNanos();
    for (int left = waiting.left(waiting.since()); ; ) {
      int missing = left;
      long next = missing == 0 ? room : end;
      long looked =
          news.descriptor() >= 0 ? next : Math.min(next, events.nanos() + POLLED.toNanos());
      OptionalInt signal =
          pauseUntil(looked, () -> (news.any && missing > 0) || Departure.isAmong(departures));
      if (signal.isPresent() || events.nanos() >= end || Departure.isAmong(departures)) {
        return signal;
      }
      if (news.any && missing > 0) {
        long turn = STEP.multipliedBy(Math.min(missing - 1, MOST_STEPS)).toNanos();
        signal = pauseUntil(Math.min(end, events.nanos() + turn), () -> false);
        news.any = false;
      }
      left = missing == 0 ? 0 : left(waiting, counting);
      if (signal.isPresent() || (left == 0 && events.nanos() >= room)) {
        return signal;
      }
    }
  }

  private OptionalInt pauseUntil(long end, BooleanSupplier over) {
    return events.pause(Duration.ofNanos(Math.max(0, end - events.nanos())), over);
  }

  private static int left(Waiting waiting, Counting counting) {
    try {
      return counting.counters().map(waiting::left).orElse(0);
    } catch (StateException e) {
      return 0; // who asks gets the same error, and reports it
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Watches processes; false if one cannot be watched, or is gone already. */
  private boolean watch(List<Integer> near, List<Departure> departures) {
    boolean all = near.size() <= MOST_WATCHED;
    for (int pid : near.subList(0, Math.min(near.size(), MOST_WATCHED))) {
      int descriptor = posix.openProcess(pid);
      if (descriptor >= 0) {
        Departure departure = new Departure(descriptor);
        departures.add(departure);
        events.add(departure);
      } else {
        all = false;
      }
    }
    return all;
  }

  /** Ends the notifications. */
  void end() {
    notified.ifPresent(news -> {
      if (news.descriptor() >= 0) {
        events.remove(news);
      }
      news.changes.close();
    });
    notified = Optional.empty();
  }
}
