package dev.resil.io;

import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.Alarm;
import dev.resil.run.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The one place where resil waits: for signals (a child's end is one), and for time to pass. From
 * its opening on the signals below do not interrupt anything; they are read here, one by one.
 */
public final class EventLoop implements Time {
  /** A child has ended. */
  public static final int CHLD = Signals.require("CHLD");

  private static final Set<Integer> STOPPING =
      Set.of(Signals.INT, Signals.TERM, Signals.HUP, Signals.QUIT);

  /** How often to look for ended children where signals cannot be read from a descriptor. */
  private static final long FALLBACK_NANOS = 10_000_000;

  private final Posix posix;
  private final int signals;
  private Optional<ReceivedSignal> putBack = Optional.empty();
  private List<Pump> pumps = List.of();
  private List<Alarm> alarms = List.of();
  private boolean terminalShared = true;

  /** What is polled: the signals first, then what each pump waits for. */
  private int[] descriptors;

  private short[] events = {Posix.POLLIN};
  private short[] ready = new short[1];

  private EventLoop(Posix posix, int signals) {
    this.posix = posix;
    this.signals = signals;
    this.descriptors = new int[] {signals};
  }

  /** Takes over the signals of this process. */
  public static EventLoop open(Posix posix) {
    int descriptor =
        posix.openSignals(
            Signals.INT,
            Signals.TERM,
            Signals.HUP,
            Signals.QUIT,
            Signals.require("USR1"),
            Signals.require("USR2"),
            Signals.require("CONT"),
            Signals.require("WINCH"),
            CHLD);
    return new EventLoop(posix, descriptor);
  }

  /** Whether a signal ends the run, rather than being only passed on. */
  public static boolean stops(ReceivedSignal signal) {
    return STOPPING.contains(signal.number());
  }

  /**
   * The command has a terminal of its own: what the terminal that resil has sends, no longer
   * reaches the command as well.
   */
  public void commandHasOwnTerminal() {
    terminalShared = false;
  }

  /** From now on the alarm goes off whenever this loop waits while it is due. */
  public void add(Alarm alarm) {
    List<Alarm> more = new ArrayList<>(alarms);
    more.add(alarm);
    alarms = more;
  }

  /** From now on the pump moves its bytes whenever this loop waits, until it is removed. */
  public void add(Pump pump) {
    List<Pump> more = new ArrayList<>(pumps);
    more.add(pump);
    setPumps(more);
  }

  /** The pump is left alone from now on. */
  public void remove(Pump pump) {
    setPumps(pumps.stream().filter(other -> !other.equals(pump)).toList());
  }

  private void setPumps(List<Pump> list) {
    pumps = list;
    descriptors = new int[list.size() + 1];
    descriptors[0] = signals;
    events = new short[list.size() + 1];
    events[0] = Posix.POLLIN;
    ready = new short[list.size() + 1];
  }

  /**
   * Waits for the next signal.
   *
   * @param nanos how long at most; negative for ever
   * @return the signal, or empty when the time is over
   */
  public Optional<ReceivedSignal> await(long nanos) {
    return await(nanos, EventLoop::never);
  }

  private static boolean never() {
    return false;
  }

  /**
   * Waits for the next signal, or for what the pumps bring about.
   *
   * @param nanos how long at most; negative for ever
   * @param done what is asked whenever a pump has moved something
   * @return the signal, or empty when the time is over or it is done
   */
  public Optional<ReceivedSignal> await(long nanos, BooleanSupplier done) {
    long end = nanos() + nanos;
    while (true) {
      runAlarms();
      if (putBack.isPresent()) {
        Optional<ReceivedSignal> signal = putBack;
        putBack = Optional.empty();
        return signal;
      }
      long left = nanos < 0 ? -1 : Math.max(0, end - nanos());
      long untilAlarm = untilAlarm(left);
      int count = poll(untilAlarm);
      if (count > 0) {
        Optional<ReceivedSignal> signal =
            pumps.isEmpty() || ready[0] != 0 ? posix.readSignal(signals) : Optional.empty();
        if (signal.isPresent()) {
          return terminalShared ? signal : signal.map(ReceivedSignal::forUsAlone);
        }
        runPumps();
        if (putBack.isEmpty() && (done.getAsBoolean() || left == 0)) {
          return Optional.empty();
        }
      } else if (count != -Errno.EINTR && untilAlarm == left && (signals >= 0 || left == 0)) {
        return Optional.empty();
      } else if (signals < 0) {
        return Optional.of(new ReceivedSignal(CHLD, true)); // perhaps: nobody would say
      }
    }
  }

  /** The time left, or until the first alarm if that is sooner; negative for ever. */
  private long untilAlarm(long left) {
    long first = left;
    for (Alarm alarm : alarms) {
      OptionalLong due = alarm.due();
      if (due.isPresent()) {
        long until = Math.max(0, due.getAsLong() - nanos());
        first = first < 0 ? until : Math.min(first, until);
      }
    }
    return first;
  }

  private void runAlarms() {
    for (Alarm alarm : alarms) {
      OptionalLong due = alarm.due();
      if (due.isPresent() && due.getAsLong() - nanos() <= 0) {
        alarm.run();
      }
    }
  }

  /** The signal is for whoever waits next, or waits now while a pump or an alarm is at work. */
  public void putBack(ReceivedSignal signal) {
    putBack = Optional.of(signal);
  }

  private int poll(long nanos) {
    for (int i = 0; i < pumps.size(); i++) {
      descriptors[i + 1] = pumps.get(i).descriptor();
      events[i + 1] = pumps.get(i).events();
    }
    boolean brief = signals < 0 && (nanos < 0 || nanos > FALLBACK_NANOS);
    return posix.poll(descriptors, events, ready, brief ? FALLBACK_NANOS : nanos);
  }

  private void runPumps() {
    List<Pump> now = pumps;
    short[] what = ready;
    for (int i = 0; i < now.size(); i++) {
      if (what[i + 1] != 0) {
        now.get(i).run();
      }
    }
  }

  @Override
  public OptionalInt pause(Duration duration) {
    long end = nanos() + Math.min(duration.toNanos(), Long.MAX_VALUE / 2);
    while (true) {
      Optional<ReceivedSignal> signal = await(Math.max(0, end - nanos()));
      if (signal.isEmpty()) {
        return OptionalInt.empty();
      } else if (signal.get().number() == CHLD) {
        while (posix.reap().isPresent() && end - nanos() > 0) {
          // an adopted orphan: nobody else would reap it
        }
        if (end - nanos() <= 0) {
          return OptionalInt.empty(); // where orphans end all the time, there is always one more
        }
      } else if (stops(signal.get())) {
        return OptionalInt.of(signal.get().number());
      }
    }
  }

  @Override
  public OptionalInt interrupted() {
    return pause(Duration.ZERO);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }
}
