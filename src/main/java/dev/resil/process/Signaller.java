package dev.resil.process;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Signals the processes of an attempt, and no others: a child of resil keeps its id until resil
 * reaps it, and any other process is signalled through a descriptor ({@code pidfd_open(2)}) that is
 * verified to refer to it. Reports processes that a signal cannot end.
 */
final class Signaller {
  private static final int CONT = Signals.require("CONT");
  private static final int STOP = Signals.require("STOP");
  private static final int OUT_OF_REACH = Integer.MIN_VALUE;

  /** Waiting for a disk is normal for less than this. */
  private static final long HELD_BACK_NANOS = 200_000_000;

  /** A killed process, if large, may take this long to end. */
  private static final long KILLED_NANOS = 1_000_000_000;

  private final Posix posix;
  private final EventLoop events;
  private final ProcessTable table;
  private final AttemptTree tree;
  private final RunListener listener;
  private final Set<Identity> refused = new HashSet<>();
  private final Set<Identity> named = new HashSet<>();
  private final Map<Identity, Sent> sent = new HashMap<>();
  private final Map<Identity, Long> heldBack = new HashMap<>();

  Signaller(
      Posix posix, EventLoop events, ProcessTable table, AttemptTree tree, RunListener listener) {
    this.posix = posix;
    this.events = events;
    this.table = table;
    this.tree = tree;
    this.listener = listener;
  }

  /** The last signal sent to a process, and the time. */
  private record Sent(int signal, long nanos) {}

  /**
   * Sends a signal.
   *
   * @return whether it was sent, was not permitted, or came too late; if not, the process is out of
   *     reach until its parent ends and resil adopts it
   */
  boolean send(Running process, int signal) {
    int error = deliver(process, signal);
    if (error == 0) {
      sent.put(process.identity(), new Sent(signal, events.nanos()));
      listener.on(new RunEvent.SignalSent(signal, process.pid(), process.name()));
    } else if (error == -Errno.EPERM && refused.add(process.identity())) {
      listener.on(
          new RunEvent.NotSignalled(
              process.pid(),
              process.name(),
              posix.message(Errno.EPERM),
              table.condition(process.pid())));
    }
    return error != OUT_OF_REACH;
  }

  /** Sends a signal and continues the process if it is stopped, so that it sees the signal. */
  boolean ask(Running process, int signal) {
    boolean settled = send(process, signal);
    if (settled && (process.stopped() || process.state() == Running.UNKNOWN)) {
      deliver(process, CONT);
    }
    return settled;
  }

  /** Stops a process, without an event. */
  boolean stop(Running process) {
    return deliver(process, STOP) != OUT_OF_REACH;
  }

  /** Stops a child of resil that has not been reaped. */
  void stopChild(int pid) {
    posix.kill(pid, STOP);
  }

  /** Whether resil lacks permission to signal any of these. */
  boolean refuses(Collection<Running> processes) {
    return processes.stream().map(Running::identity).allMatch(refused::contains);
  }

  private int deliver(Running process, int signal) {
    if (process.parent() == posix.pid()) {
      return posix.kill(process.pid(), signal);
    }
    int descriptor = posix.openProcess(process.pid());
    if (descriptor < 0) {
      return descriptor == -Errno.ESRCH ? descriptor : OUT_OF_REACH;
    }
    try {
      return tree.is(process) ? posix.signalProcess(descriptor, signal) : -Errno.ESRCH;
    } finally {
      posix.close(descriptor);
    }
  }

  /** Reports processes that did not end and cannot react to their signal. */
  void nameSurvivors(Collection<Running> processes) {
    for (Running process : processes) {
      Sent last = sent.get(process.identity());
      if (last != null && survives(process, last) && named.add(process.identity())) {
        listener.on(
            new RunEvent.Survived(
                last.signal, process.pid(), process.name(), table.condition(process.pid())));
      }
    }
  }

  private boolean survives(Running process, Sent last) {
    long now = events.nanos();
    if (process.heldBack()) {
      return now - heldBack.computeIfAbsent(process.identity(), _ -> now) >= HELD_BACK_NANOS;
    }
    heldBack.remove(process.identity());
    return last.signal == Signals.KILL && now - last.nanos >= KILLED_NANOS;
  }

  /** Describes a process, for a message. */
  String describe(Running process) {
    return process.name()
        + " (process "
        + process.pid()
        + ")"
        + table.condition(process.pid()).map(c -> ", " + c.words()).orElse("");
  }
}
