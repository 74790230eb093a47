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
 * Processes that start others faster than they can be killed, since each that is killed makes room
 * for one more. They are stopped first, which frees no place: until a look finds nothing new.
 */
final class ForkStorm {
  /** How long at most; as much again passes before the next try. */
  private static final long LIMIT_NANOS = 500_000_000;

  /** So many looks in a row: one may miss what is being adopted just then. */
  private static final int LOOKS = 3;

  private final EventLoop events;
  private final AttemptTree tree;
  private final Signaller signaller;
  private final RunListener listener;
  private boolean said;

  ForkStorm(EventLoop events, AttemptTree tree, Signaller signaller, RunListener listener) {
    this.events = events;
    this.tree = tree;
    this.signaller = signaller;
    this.listener = listener;
  }

  /**
   * Stops all processes of the attempt. Where that does not succeed in time, it is said, once. None
   * is reaped meanwhile: so what ends makes no room for others either.
   *
   * @return those that were stopped, to be killed
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
        if (!said) {
          said = true;
          listener.on(new RunEvent.Outgrown(stopped.size()));
        }
        break;
      }
    }
    return List.copyOf(stopped.values());
  }

  /** Most are orphans: they are stopped before any of them is looked at. */
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

  /** Whether there was one that had not been stopped. */
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
