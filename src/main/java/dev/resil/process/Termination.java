package dev.resil.process;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.process.AttemptTree.Look;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends an attempt: signals its processes, kills them later, and waits until none is left, so that
 * none runs beside the next attempt. Stops waiting early only after the user's fourth signal.
 */
public final class Termination {
  /** The time until a look finds a process that was forked while the others were signalled. */
  private static final long RESCAN_NANOS = 50_000_000;

  /** The first pause after KILL, which mostly takes effect at once; each later pause doubles. */
  private static final long RESCAN_AFTER_KILL_NANOS = 2_000_000;

  /** The shortest time between looks while children keep ending. */
  private static final long LEAST_PAUSE_NANOS = 1_000_000;

  /** The first signal is passed on, the second kills, and this one ends the wait. */
  private static final int LAST_SIGNAL = 4;

  private final EventLoop events;
  private final AttemptTree tree;
  private final Relay relay;
  private final Optional<Duration> killAfter;
  private final RunListener listener;
  private final Signaller signaller;
  private final ForkStorm storm;
  private final Set<Identity> asked = new HashSet<>();
  private final Set<Identity> killed = new HashSet<>();

  public Termination(
      Posix posix,
      EventLoop events,
      ProcessTable table,
      AttemptTree tree,
      Relay relay,
      Optional<Duration> killAfter,
      RunListener listener) {
    this.events = events;
    this.tree = tree;
    this.relay = relay;
    this.killAfter = killAfter;
    this.listener = listener;
    this.signaller = new Signaller(posix, events, table, tree, listener);
    this.storm = new ForkStorm(events, tree, signaller, listener);
  }

  /**
   * Ends the attempt at its timeout: signals every process at once.
   *
   * @return the signal by which the user stopped the run meanwhile
   */
  public OptionalInt timeOut(Child child, int signal) {
    return end(child, signal, Optional.empty());
  }

  /**
   * Ends the attempt because the user stops the run: signals the command, which may end its
   * children in its own way, and then the processes it leaves behind. A terminal has already
   * signalled all of them.
   */
  public void interrupt(Child child, ReceivedSignal signal) {
    if (signal.fromKernel()) {
      tree.look(child).members().stream()
          .filter(member -> member.group() == relay.terminalGroup())
          .forEach(member -> asked.add(member.identity()));
    }
    end(child, signal.number(), Optional.of(signal));
  }

  private OptionalInt end(Child child, int signal, Optional<ReceivedSignal> stopped) {
    tree.blindness().map(RunEvent.Unseen::new).ifPresent(listener::on);
    Stops stops = new Stops(stopped, events.nanos());
    boolean kill = signal == Signals.KILL;
    Deadline killTime = Deadline.after(killAfter, events.nanos());
    long afterKill = RESCAN_AFTER_KILL_NANOS;
    while (true) {
      child.reap();
      long begin = events.nanos();
      Look look = tree.look(child);
      if (child.ended().isPresent() && look.over()) {
        child.reap(); // processes that ended since: perhaps only resil can reap them
        reportLeft();
        return stops.interrupted();
      }
      if (kill) {
        kill(child, look.members());
      } else {
        boolean commandOnly = stopped.isPresent() && child.ended().isEmpty();
        ask(commandOnly ? command(child, look) : look.members(), signal);
      }
      signaller.nameSurvivors(look.members());
      boolean killing = kill && !signaller.refuses(look.members());
      long pause = killing ? afterKill : pauseBefore(killTime);
      afterKill = killing ? Math.min(2 * afterKill, RESCAN_NANOS) : afterKill;
      Optional<ReceivedSignal> event = next(child, begin, pause);
      if (event.filter(EventLoop::stops).isEmpty()) {
        event.ifPresent(relay::passOn);
      } else if (stops.counts(event.get(), events.nanos())) {
        if (stops.count() == LAST_SIGNAL) {
          leave(child, look.members());
          return stops.interrupted();
        } else if (stops.count() > 1) {
          kill = true;
        } else if (event.get().number() != signal) { // it already has that one
          relay.passOn(event.get());
        }
      }
      kill = kill || killTime.isOver(events.nanos());
    }
  }

  /**
   * Waits for a signal or the time of the next look, which comes sooner if children end. Looking
   * takes at most half of the time.
   *
   * @param begin when the last look began
   */
  private Optional<ReceivedSignal> next(Child child, long begin, long pause) {
    long now = events.nanos();
    long end = now + Math.max(pause, now - begin);
    long soon = now + Math.max(LEAST_PAUSE_NANOS, now - begin);
    while (true) {
      Optional<ReceivedSignal> event = events.await(Math.max(0, end - events.nanos()));
      if (event.isEmpty() || event.get().number() != EventLoop.CHLD) {
        return event;
      }
      relay.passOn(event.get());
      boolean before = child.ended().isPresent();
      child.reap();
      if (child.ended().isPresent() != before || tree.isChildless() || events.nanos() >= soon) {
        return Optional.empty();
      }
      end = Math.min(end, soon);
    }
  }

  private void ask(List<Running> members, int signal) {
    for (Running member : members) {
      if (!asked.contains(member.identity()) && signaller.ask(member, signal)) {
        asked.add(member.identity());
      }
    }
  }

  private static List<Running> command(Child child, Look look) {
    return look.members().stream().filter(member -> member.pid() == child.pid()).toList();
  }

  /**
   * Kills processes. If new ones keep appearing, a fork storm refills the slots that each kill
   * frees.
   */
  private void kill(Child child, List<Running> members) {
    tree.killTogether();
    List<Running> fresh = members.stream().filter(m -> !killed.contains(m.identity())).toList();
    boolean grown = !killed.isEmpty() && !fresh.isEmpty();
    for (Running member : grown ? storm.stop(child) : fresh) {
      if (signaller.send(member, Signals.KILL)) {
        killed.add(member.identity());
      }
    }
  }

  /** Reports processes that keep running because they may not belong to the attempt. */
  private void reportLeft() {
    tree.doubtful().forEach(p -> listener.on(new RunEvent.LeftAlone(p.pid(), p.name())));
    if (tree.leavesUnknown()) {
      String reason = tree.blindness().orElse("it is hidden from this user");
      listener.on(new RunEvent.LeftRunning(reason));
    }
  }

  private void leave(Child child, List<Running> members) {
    kill(child, members);
    String left = members.stream().map(signaller::describe).collect(Collectors.joining("; "));
    listener.on(new RunEvent.LeftRunning(left));
  }

  private long pauseBefore(Deadline killTime) {
    long left = killTime.left(events.nanos());
    return left <= 0 ? RESCAN_NANOS : Math.min(left, RESCAN_NANOS);
  }
}
