package dev.resil.process;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.util.Optional;

/** Hands resil's signals on to the command, so that each reaches it once. */
public final class Relay {
  private static final int CONT = Signals.require("CONT");

  /** A shell continues resil and the command at once; to be told of both takes no longer. */
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
  }

  /** What the terminal sends, it sends to the command too: that must not arrive twice. */
  public void passOn(ReceivedSignal signal) {
    if (terminal.isPresent() && terminal.get().handles(signal)) {
      return;
    }
    if (signal.number() == EventLoop.CHLD) {
      if (signal.jobControl()) {
        wasContinued = true;
        continued = events.nanos();
      }
    } else if (child.ended().isEmpty() && !signal.fromKernel() && !hasContinued(signal)) {
      posix.kill(child.pid(), signal.number());
      listener.on(new RunEvent.SignalSent(signal.number(), child.pid(), name));
    }
  }

  /** The process group that a signal from the terminal has reached. */
  int terminalGroup() {
    return terminal.isPresent() ? child.pid() : posix.processGroup();
  }

  /** Whether the command has just been continued by whoever continued resil, as {@code fg} does. */
  private boolean hasContinued(ReceivedSignal signal) {
    if (signal.number() != CONT || !wasContinued) {
      return false;
    }
    wasContinued = false;
    return events.nanos() - continued < TOGETHER_NANOS
        && table.process(child.pid()).filter(ProcessTable.Running::stopped).isEmpty();
  }
}
