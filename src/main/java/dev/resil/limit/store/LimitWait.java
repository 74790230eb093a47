package dev.resil.limit.store;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.posix.Posix;
import dev.resil.state.Changes;
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
   * How much longer a waiting run sleeps after a change for each permit that it needs besides the
   * first, and in all: a change must not wake a hundred processes at once, of which one can go on.
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

  /**
   * What a wait is for.
   *
   * @param near the processes whose end may give way
   * @param missing how many permits and places others must give up, at least
   */
  record Awaited(List<Integer> near, int missing) {}

  /**
   * Waits. The first time, it returns at once: the limit may have changed before the notifications
   * began.
   *
   * @param most the longest wait
   * @param due whether so many have been given up; asked after each notification
   * @return the signal that stopped the run; empty for none
   */
  OptionalInt await(Duration most, Awaited awaited, BooleanSupplier due) {
    if (notified.isEmpty()) {
      Notified first = new Notified(changes.get());
      notified = Optional.of(first);
      if (first.descriptor() >= 0) {
        events.add(first);
        return events.interrupted();
      }
    }
    List<Departure> departures = new ArrayList<>();
    try {
      boolean isWatched = watch(awaited.near(), departures);
      return await(shorter(most, isWatched ? LONGEST : POLLED), awaited, departures, due);
    } finally {
      for (Departure departure : departures) {
        events.remove(departure);
        posix.close(departure.descriptor());
      }
    }
  }

  private OptionalInt await(
      Duration most, Awaited awaited, List<Departure> departures, BooleanSupplier due) {
    Notified news = notified.orElseThrow();
    boolean isNotified = news.descriptor() >= 0;
    Duration turn = STEP.multipliedBy(Math.min(awaited.missing() - 1, MOST_STEPS));
    long end = events.nanos() + most.toNanos();
    while (true) {
      OptionalInt signal =
          pause(isNotified ? most : POLLED, end, () -> news.any || Departure.isAmong(departures));
      boolean isOver = events.nanos() >= end || Departure.isAmong(departures);
      if (signal.isPresent() || isOver) {
        return signal;
      }
      signal = pause(isNotified ? turn : Duration.ZERO, end, () -> false);
      news.any = false;
      if (signal.isPresent() || due.getAsBoolean()) {
        return signal;
      }
    }
  }

  private OptionalInt pause(Duration most, long end, BooleanSupplier over) {
    Duration left = Duration.ofNanos(Math.max(0, end - events.nanos()));
    return events.pause(shorter(most, left), over);
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
