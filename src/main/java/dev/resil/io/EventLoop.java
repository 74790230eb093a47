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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one place where resil waits: for signals (a child's end is one), and for time to pass. From
 * its opening on no signal interrupts anything; they are read here, one by one. What each means:
 *
 * <ul>
 *   <li>INT, TERM, HUP, QUIT, and what is sent to have a process gone (ABRT, PWR, a fault's): the
 *       run ends.
 *   <li>What the kernel sends because a limit of resil's own is used up: the run ends.
 *   <li>ALRM: what runs is timed out; the run ends where nothing runs.
 *   <li>TSTP, TTIN, TTOU: resil stops, and before it whoever has asked to be told.
 *   <li>The others are the command's. Without a command, those that end a process end the run.
 * </ul>
 */
public final class EventLoop implements Time {
  /** A child has ended. */
  public static final int CHLD = Signals.require("CHLD");

  private static final int STOP = Signals.require("STOP");

  private static final Set<Integer> STOPPING =
      numbers(
          "INT", "TERM", "HUP", "QUIT", "ABRT", "ILL", "TRAP", "BUS", "FPE", "SEGV", "SYS", "PWR");

  /** The kernel sends them to the process whose timer or limit it is, and to no other. */
  private static final Set<Integer> OWN_LIMITS = numbers("ALRM", "VTALRM", "PROF", "XCPU");

  /** The kernel sends them to all whom the terminal is about. */
  private static final Set<Integer> FROM_TERMINAL =
      numbers("INT", "QUIT", "HUP", "WINCH", "TSTP", "TTIN", "TTOU", "CONT");

  /** How often to look for ended children where signals cannot be read from a descriptor. */
  private static final long FALLBACK_NANOS = 10_000_000;

  private final Posix posix;
  private final int signals;
  private Optional<ReceivedSignal> putBack = Optional.empty();
  private List<Pump> pumps = List.of();
  private List<Alarm> alarms = List.of();
  private boolean terminalShared = true;
  private boolean hasCommand = true;
  private Consumer<ReceivedSignal> suspension = this::suspend;

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
    return new EventLoop(posix, posix.openSignals());
  }

  private static Set<Integer> numbers(String... names) {
    return Stream.of(names)
        .flatMap(name -> Signals.number(name).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a signal ends the run, rather than being only passed on. */
  public static boolean stops(ReceivedSignal signal) {
    return STOPPING.contains(signal.number()) || signal.ending();
  }

  /** Whether a signal says that what runs has taken long enough, as {@code timeout(1)} has it. */
  public static boolean timesOut(ReceivedSignal signal) {
    return signal.number() == Signals.ALRM && signal.fromProcess();
  }

  /** There is no command to which a signal could be passed on. */
  public void hasNoCommand() {
    hasCommand = false;
  }

  /**
   * From now on TSTP, TTIN and TTOU are handed to the one who stops the command, and then resil.
   */
  public void onSuspension(Consumer<ReceivedSignal> stopsAll) {
    suspension = stopsAll;
  }

  private void suspend(ReceivedSignal signal) {
    if (!posix.terminals().suspend(signal.number()) && signal.fromProcess()) {
      posix.kill(posix.pid(), STOP);
    }
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
          ReceivedSignal read = interpreted(signal.get());
          if (!Signals.suspends(read.number())) {
            return Optional.of(read);
          }
          suspension.accept(read);
          continue;
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

  private ReceivedSignal interpreted(ReceivedSignal signal) {
    boolean shared = signal.fromKernel() && reachesCommandToo(signal.number());
    boolean ends =
        (signal.fromKernel() && OWN_LIMITS.contains(signal.number()))
            || (!hasCommand && Signals.ends(signal.number()));
    ReceivedSignal read = shared ? signal : signal.forUsAlone();
    return ends ? read.endingRun() : read;
  }

  /** Whether what the kernel sent to resil, it sent to the command as well. */
  private boolean reachesCommandToo(int signal) {
    return terminalShared
        && FROM_TERMINAL.contains(signal)
        && !(signal == Signals.HUP && posix.leadsSession());
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
      } else if (stops(signal.get()) || timesOut(signal.get())) {
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
