package dev.resil.process;

import dev.resil.io.EventLoop;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends processes that fork faster than they can be killed: each kill frees a slot for another fork.
 * Stopping frees none, so all are stopped first, until a look finds no new process.
 */
final class ForkStorm {
  /** The limit of one try; the pause before the next try is as long. */
  private static final long LIMIT_NANOS = 500_000_000;

  /** Consecutive looks that must find nothing new: one may miss a process during its adoption. */
  private static final int LOOKS = 3;

  private final EventLoop events;
  private final AttemptTree tree;
  private final Signaller signaller;
  private final RunListener listener;
  private boolean reported;

  ForkStorm(EventLoop events, AttemptTree tree, Signaller signaller, RunListener listener) {
    this.events = events;
    this.tree = tree;
    this.signaller = signaller;
    this.listener = listener;
  }

  /**
   * Stops all processes of the attempt. If that takes too long, reports it, once. Reaps none
   * meanwhile, so that an ended process frees no slot either.
   *
   * @return the stopped processes, to be killed
   */
  List<Running> stop(Child child) {
    Map<Identity, Running> stopped = new LinkedHashMap<>();
    Set<Integer> children = new HashSet<>();
    long begin = events.nanos();
    for (int quiet = 0; quiet < LOOKS; ) {
      boolean fresh = stopChildren(children);
      fresh |= stopSeen(child, stopped); // both, at each look
      quiet = fresh ? 0 : quiet + 1;
      if (events.nanos() - begin > LIMIT_NANOS) {
        if (!reported) {
          reported = true;
          listener.on(new RunEvent.Outgrown(stopped.size()));
        }
        break;
      }
    }
    return List.copyOf(stopped.values());
  }

  /** Most are orphans: they are stopped before they are looked at. */
  private boolean stopChildren(Set<Integer> stopped) {
    boolean fresh = false;
    for (int pid : tree.adopted()) {
      if (stopped.add(pid)) {
        signaller.stopChild(pid);
        fresh = true;
      }
    }
    return fresh;
  }

  /** Stops the processes that a look finds; whether any of them was new. */
  private boolean stopSeen(Child child, Map<Identity, Running> stopped) {
    boolean fresh = false;
    for (Running member : tree.look(child).members()) {
      if (!stopped.containsKey(member.identity()) && signaller.stop(member)) {
        stopped.put(member.identity(), member);
        fresh = true;
      }
    }
    return fresh;
  }
}
