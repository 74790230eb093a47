package dev.resil.io;

import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.Alarm;
import dev.resil.run.Time;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
 * The only place where resil waits: for signals (including the end of a child), descriptors and
 * time. Once it is open, signals interrupt no other code; they are read here, one by one:
 *
 * <ul>
 *   <li>INT, TERM, HUP, QUIT, and other signals that mean to end a process (ABRT, PWR, those of
 *       faults): the run ends.
 *   <li>Signals from the kernel for an exceeded limit of resil's own: the run ends.
 *   <li>ALRM: the attempt times out; if none is running, the run ends.
 *   <li>TSTP, TTIN, TTOU: the command stops, then resil; see {@link #onSuspension}.
 *   <li>Other signals are passed on to the command. Without a command, those that end a process end
 *       the run.
 * </ul>
 */
public final class EventLoop implements Time {
  /** A child has ended. */
  public static final int CHLD = Signals.require("CHLD");

  private static final int STOP = Signals.require("STOP");

  private static final Set<Integer> STOPPING =
      numbers(
          "INT", "TERM", "HUP", "QUIT", "ABRT", "ILL", "TRAP", "BUS", "FPE", "SEGV", "SYS", "PWR");

  /** The kernel sends these to the process that owns the timer or limit, and to no other. */
  private static final Set<Integer> OWN_LIMITS = numbers("ALRM", "VTALRM", "PROF", "XCPU");

  /** The kernel sends these to the terminal's foreground process group. */
  private static final Set<Integer> FROM_TERMINAL =
      numbers("INT", "QUIT", "HUP", "WINCH", "TSTP", "TTIN", "TTOU", "CONT");

  /** The interval between looks for ended children if signals cannot be read from a descriptor. */
  private static final long FALLBACK_NANOS = 10_000_000;

  private final Posix posix;
  private final int signals;
  private Optional<ReceivedSignal> putBack = Optional.empty();
  private List<Pump> pumps = List.of();
  private List<Alarm> alarms = List.of();
  private boolean terminalShared = true;
  private boolean hasCommand = true;
  private Consumer<ReceivedSignal> suspension = this::suspend;

  /** The descriptors to poll: that of the signals first, then those of the pumps. */
  private int[] descriptors;

  private short[] events = {Posix.POLLIN};
  private short[] ready = new short[1];

  private EventLoop(Posix posix, int signals) {
    this.posix = posix;
    this.signals = signals;
    this.descriptors = new int[] {signals};
  }

  /** Opens an event loop, which takes over the signals of this process. */
  public static EventLoop open(Posix posix) {
    return new EventLoop(posix, posix.openSignals());
  }

  private static Set<Integer> numbers(String... names) {
    return Stream.of(names)
        .flatMap(name -> Signals.number(name).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a signal ends the run, instead of only being passed on. */
  public static boolean stops(ReceivedSignal signal) {
    return STOPPING.contains(signal.number()) || signal.ending();
  }

  /** Whether a signal is an expired timeout, as sent by {@code timeout --signal=ALRM}. */
  public static boolean timesOut(ReceivedSignal signal) {
    return signal.number() == Signals.ALRM && signal.fromProcess();
  }

  /** Declares that there is no command to pass signals on to. */
  public void hasNoCommand() {
    hasCommand = false;
  }

  /** Sets the handler of TSTP, TTIN and TTOU, which stops the command and then resil. */
  public void onSuspension(Consumer<ReceivedSignal> stopsAll) {
    suspension = stopsAll;
  }

  private void suspend(ReceivedSignal signal) {
    if (!posix.terminals().suspend(signal.number()) && signal.fromProcess()) {
      posix.kill(posix.pid(), STOP);
    }
  }

  /**
   * Declares that the command has a terminal of its own: signals from resil's terminal no longer
   * reach the command.
   */
  public void commandHasOwnTerminal() {
    terminalShared = false;
  }

  /** Adds an alarm, which runs when it is due while this loop waits. */
  public void add(Alarm alarm) {
    List<Alarm> more = new ArrayList<>(alarms);
    more.add(alarm);
    alarms = more;
  }

  /** Adds a pump, which moves its bytes while this loop waits. */
  public void add(Pump pump) {
    List<Pump> more = new ArrayList<>(pumps);
    more.add(pump);
    setPumps(more);
  }

  /** Removes a pump. */
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
   * @param nanos the longest wait, in nanoseconds; negative for no limit
   * @return the signal; empty after the longest wait
   */
  public Optional<ReceivedSignal> await(long nanos) {
    return await(nanos, EventLoop::never);
  }

  private static boolean never() {
    return false;
  }

  /**
   * Waits for the next signal, or until the pumps are done.
   *
   * @param nanos the longest wait, in nanoseconds; negative for no limit
   * @param done whether the wait is over, evaluated after each move of a pump
   * @return the signal; empty after the longest wait, or if it is done
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
      boolean busy = isBusy();
      long untilAlarm = busy ? 0 : untilAlarm(left);
      int count = poll(untilAlarm);
      if (count <= 0) {
        Arrays.fill(ready, (short) 0);
      }
      if (count > 0 || busy) {
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
        if (signals < 0 && busy) {
          return perhapsEnded();
        }
      } else if (count != -Errno.EINTR && untilAlarm == left && (signals >= 0 || left == 0)) {
        return Optional.empty();
      } else if (signals < 0) {
        return perhapsEnded();
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

  /** Whether the kernel sent the signal to the command too. */
  private boolean reachesCommandToo(int signal) {
    return terminalShared
        && FROM_TERMINAL.contains(signal)
        && !(signal == Signals.HUP && posix.leadsSession());
  }

  private boolean isBusy() {
    for (Pump pump : pumps) {
      if (pump.isBusy()) {
        return true;
      }
    }
    return false;
  }

  /** Without a signal descriptor, nothing tells that a child has ended. */
  private static Optional<ReceivedSignal> perhapsEnded() {
    return Optional.of(new ReceivedSignal(CHLD, true));
  }

  /** The time left, or the time until the first alarm if that is shorter; negative for no limit. */
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

  /**
   * Returns a signal to the loop: the next wait gets it, or the current one if a pump or alarm
   * calls this.
   */
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
      if (what[i + 1] != 0 || now.get(i).isBusy()) {
        now.get(i).run();
      }
    }
  }

  @Override
  public OptionalInt pause(Duration duration) {
    return pause(duration, EventLoop::never);
  }

  /**
   * Waits as {@link #pause(Duration)}, or until the pumps are done.
   *
   * @param done whether the wait is over, evaluated after each move of a pump
   */
  public OptionalInt pause(Duration duration, BooleanSupplier done) {
    Deadline end = Deadline.after(duration, nanos());
    while (true) {
      Optional<ReceivedSignal> signal = await(end.left(nanos()), done);
      if (signal.isEmpty()) {
        return OptionalInt.empty();
      } else if (signal.get().number() == CHLD) {
        while (posix.reap().isPresent() && !end.isOver(nanos())) {
          // an adopted orphan, which only resil can reap
        }
        if (end.isOver(nanos())) {
          return OptionalInt
              .empty(); // otherwise, a stream of ending orphans would never let the pause end
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
