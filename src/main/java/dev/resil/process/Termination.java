package dev.resil.process;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Brings an attempt to its end: its processes are asked by a signal, later killed, and waited for
 * until none is left, so that nothing runs beside the next attempt.
 */
public final class Termination {
  private static final int CONT = Signals.require("CONT");

  /** A process that is forked while the others are signalled is found this much later at most. */
  private static final long RESCAN_NANOS = 50_000_000;

  /** KILL takes effect when the process runs again, mostly at once; looked for ever less often. */
  private static final long RESCAN_AFTER_KILL_NANOS = 2_000_000;

  /** A parent that passes a signal on does it this soon. */
  private static final long PASSED_ON_NANOS = 50_000_000;

  /** Nobody means two signals in so short a time. */
  private static final long SAME_SENDER_NANOS = 10_000_000;

  private final Posix posix;
  private final EventLoop events;
  private final AttemptTree tree;
  private final Relay relay;
  private final Optional<Duration> killAfter;
  private final RunListener listener;
  private final Set<Identity> asked = new HashSet<>();
  private final Set<Identity> refused = new HashSet<>();

  public Termination(
      Posix posix,
      EventLoop events,
      AttemptTree tree,
      Relay relay,
      Optional<Duration> killAfter,
      RunListener listener) {
    this.posix = posix;
    this.events = events;
    this.tree = tree;
    this.relay = relay;
    this.killAfter = killAfter;
    this.listener = listener;
  }

  /**
   * The timeout is over: the signal goes to every process at once.
   *
   * @return the signal by which the user stopped the run meanwhile
   */
  public OptionalInt timeOut(Child child, int signal) {
    return end(child, signal, Optional.empty());
  }

  /**
   * The user stops the run: the signal goes to the command, which may want to end its children in
   * its own way, and to what it leaves behind. A terminal has sent it to all of them already.
   */
  public void interrupt(Child child, ReceivedSignal signal) {
    if (signal.fromKernel()) {
      tree.members(child.pid()).stream()
          .filter(member -> member.group() == relay.terminalGroup())
          .forEach(member -> asked.add(member.identity()));
    }
    end(child, signal.number(), Optional.of(signal));
  }

  private OptionalInt end(Child child, int signal, Optional<ReceivedSignal> stopped) {
    OptionalInt interrupted = OptionalInt.empty();
    boolean commandFirst = stopped.isPresent();
    Optional<ReceivedSignal> first = stopped;
    long firstTime = events.nanos();
    boolean kill = signal == Signals.KILL;
    long killTime = events.nanos() + killAfter.map(Duration::toNanos).orElse(0L).longValue();
    long afterKill = RESCAN_AFTER_KILL_NANOS;
    while (true) {
      child.reap();
      List<Running> members = members(child);
      if (child.ended().isPresent() && members.isEmpty()) {
        child.reap(); // what has ended since, of which nobody else may rid the system
        return interrupted;
      }
      boolean commandOnly = commandFirst && child.ended().isEmpty() && !kill;
      for (Running member : members) {
        if (kill) {
          send(member, Signals.KILL);
        } else if ((!commandOnly || member.pid() == child.pid()) && asked.add(member.identity())) {
          ask(member, signal);
        }
      }
      boolean killing =
          kill && !refused.containsAll(members.stream().map(Running::identity).toList());
      Optional<ReceivedSignal> event = events.await(killing ? afterKill : patience(killTime));
      afterKill = killing ? Math.min(2 * afterKill, RESCAN_NANOS) : afterKill;
      if (event.filter(EventLoop::stops).isEmpty()) {
        event.ifPresent(relay::passOn);
      } else if (first.isEmpty()) {
        first = event;
        firstTime = events.nanos();
        interrupted = OptionalInt.of(event.get().number());
        if (event.get().number() != signal) { // which it already has
          relay.passOn(event.get());
        }
      } else if (!isEcho(first.get(), event.get(), events.nanos() - firstTime)) {
        kill = true;
        interrupted = OptionalInt.of(event.get().number());
      }
      kill = kill || (killAfter.isPresent() && events.nanos() - killTime >= 0);
    }
  }

  /**
   * Whether a second signal is but the first one again: {@code timeout(1)} signals its child and
   * then its whole group, and a parent may pass on a Ctrl-C that resil got from the terminal too.
   */
  private static boolean isEcho(ReceivedSignal first, ReceivedSignal second, long nanos) {
    boolean sameSender = first.sender() != 0 && first.sender() == second.sender();
    boolean passedOn = first.fromKernel() != second.fromKernel();
    return first.number() == second.number()
        && ((passedOn && nanos < PASSED_ON_NANOS) || (sameSender && nanos < SAME_SENDER_NANOS));
  }

  /** The command itself is known even where the system does not list processes. */
  private List<Running> members(Child child) {
    List<Running> members = tree.members(child.pid());
    if (child.ended().isPresent()) {
      return members.isEmpty() ? stragglers(child) : members;
    }
    boolean unlisted = members.stream().noneMatch(m -> m.pid() == child.pid());
    return unlisted ? List.of(tree.unlisted(child.pid())) : members;
  }

  /**
   * Those that a quick look did not see. Where orphans become resil's children, it has no
   * descendant if it has no child; else it may be that an earlier attempt left the child.
   */
  private List<Running> stragglers(Child child) {
    if (!posix.hasChildren()) {
      return List.of();
    }
    if (!tree.visible()) {
      listener.on(new RunEvent.LeftRunning("cannot read /proc"));
    }
    return tree.allMembers(child.pid());
  }

  private long patience(long killTime) {
    long left = killTime - events.nanos();
    return killAfter.isEmpty() || left <= 0 ? RESCAN_NANOS : Math.min(left, RESCAN_NANOS);
  }

  /** A process that is stopped would not see the signal until it goes on. */
  private void ask(Running member, int signal) {
    send(member, signal);
    if (member.stopped()) {
      posix.kill(member.pid(), CONT);
    }
  }

  private void send(Running member, int signal) {
    int error = posix.kill(member.pid(), signal);
    if (error == 0) {
      listener.on(new RunEvent.SignalSent(signal, member.pid(), member.name()));
    } else if (error == -Errno.EPERM && refused.add(member.identity())) {
      listener.on(
          new RunEvent.NotSignalled(member.pid(), member.name(), posix.message(Errno.EPERM)));
    }
  }
}
