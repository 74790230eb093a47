package dev.resil.process;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.util.Optional;

/** Passes signals from resil on to the command, so that each reaches it once. */
public final class Relay {
  private static final int CONT = Signals.require("CONT");
  private static final int STOP = Signals.require("STOP");

  /**
   * A shell continues resil and the command together: both notifications arrive within this time.
   */
  private static final long TOGETHER_NANOS = 100_000_000;

  private final Posix posix;
  private final EventLoop events;
  private final ProcessTable table;
  private final Child child;
  private final String name;
  private final Optional<? extends JobControl> terminal;
  private final RunListener listener;
  private long continued;
  private boolean wasContinued;

  public Relay(
      Posix posix,
      EventLoop events,
      ProcessTable table,
      Child child,
      String name,
      Optional<? extends JobControl> terminal,
      RunListener listener) {
    this.posix = posix;
    this.events = events;
    this.table = table;
    this.child = child;
    this.name = name;
    this.terminal = terminal;
    this.listener = listener;
    events.onSuspension(this::suspend);
  }

  /** Passes a signal on, unless the terminal has sent it to the command too. */
  public void passOn(ReceivedSignal signal) {
    if (terminal.isPresent() && terminal.get().handles(signal)) {
      return;
    }
    if (signal.number() == EventLoop.CHLD && !signal.fromProcess()) {
      if (signal.jobControl()) {
        wasContinued = true;
        continued = events.nanos();
      }
    } else if (!signal.fromKernel() && !EventLoop.timesOut(signal) && !hasContinued(signal)) {
      send(signal.number());
    }
  }

  private void send(int signal) {
    if (child.ended().isEmpty()) {
      posix.kill(child.pid(), signal);
      listener.on(new RunEvent.SignalSent(signal, child.pid(), name));
    }
  }

  /** Stops the command, then resil, on TSTP, TTIN or TTOU. */
  private void suspend(ReceivedSignal signal) {
    if (terminal.isPresent()) {
      terminal.get().suspend(() -> stopResil(signal));
      return;
    }
    if (!signal.fromKernel()) {
      send(signal.number());
    }
    stopResil(signal);
  }

  /**
   * In an orphaned process group, such as a service's, the signal stops no process. If a process of
   * the attempt sent it, as editors do to their whole group, that is right: perhaps no process
   * would continue them. Any other sender wants both stopped, and can continue them.
   */
  private void stopResil(ReceivedSignal signal) {
    if (posix.terminals().suspend(signal.number())
        || !signal.fromProcess()
        || isOwn(signal.sender())) {
      return;
    }
    if (terminal.isEmpty() && !table.handles(child.pid(), signal.number())) {
      send(STOP);
    }
    posix.kill(posix.pid(), STOP);
  }

  /** Whether a process is resil or descends from it. */
  private boolean isOwn(int pid) {
    int self = posix.pid();
    Optional<Integer> ancestor = Optional.of(pid);
    while (ancestor.isPresent() && ancestor.get() != self) {
      ancestor = table.process(ancestor.get()).map(ProcessTable.Running::parent);
    }
    return ancestor.isPresent();
  }

  /** The process group that received a signal from the terminal. */
  int terminalGroup() {
    return terminal.isPresent() ? child.pid() : posix.processGroup();
  }

  /** Whether the command was continued together with resil, as {@code fg} does. */
  private boolean hasContinued(ReceivedSignal signal) {
    if (signal.number() != CONT || !wasContinued) {
      return false;
    }
    wasContinued = false;
    return events.nanos() - continued < TOGETHER_NANOS && !commandIsStopped();
  }

  /** Whether the command is stopped until it is continued. */
  public boolean commandIsStopped() {
    return table.process(child.pid()).filter(ProcessTable.Running::stopped).isPresent();
  }
}
