package dev.resil.process;

import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Reaped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A machine on which processes start, end and reuse ids at random between any two calls. It knows
 * which of them descend from the attempt, and which others were signalled.
 */
final class RestlessMachine extends FakePosix implements ProcessTable {
  static final int INIT = 1;

  /** The number of ids; so few that ids are soon reused. */
  private static final int NUMBERS = 30;

  /** Many more steps than any attempt takes. */
  private static final int STEPS = 200_000;

  private final Random random;
  private final int self;
  private final boolean believed;
  private final boolean hasDescriptors;
  private final Map<Integer, Simulated> processes = new HashMap<>();
  private final List<Simulated> opened = new ArrayList<>();
  private final List<String> wronglySignalled = new ArrayList<>();
  private int steps;
  private int lastNumber;
  private int lastAsked;
  private long clock;
  private int forksLeft = 90;
  private int swapsLeft = 60;

  /** A process; an ended one remains until its parent has read its status. */
  private static final class Simulated {
    private final int pid;
    private final long started;
    private final boolean ofAttempt;
    private final boolean stubborn;
    private final Set<String> environment;
    private int parent;
    private boolean ended;
    private boolean stopped;

    Simulated(
        int pid,
        int parent,
        long started,
        boolean ofAttempt,
        boolean stubborn,
        Set<String> environment) {
      this.pid = pid;
      this.parent = parent;
      this.started = started;
      this.ofAttempt = ofAttempt;
      this.stubborn = stubborn;
      this.environment = environment;
    }

    Running running() {
      return new Running(pid, parent, pid, 0, started, "p" + pid, stopped ? 'T' : 'S');
    }
  }

  /**
   * A machine with a first process, this process and some unrelated ones.
   *
   * @param self this process's id; 1 for the first process
   * @param believed whether there is a trustworthy process table
   * @param hasDescriptors whether there are descriptors for processes (pidfds)
   */
  RestlessMachine(Random random, int self, boolean believed, boolean hasDescriptors) {
    this.random = random;
    this.self = self;
    this.believed = believed;
    this.hasDescriptors = hasDescriptors;
    add(INIT, 0, false, Set.of());
    if (self != INIT) {
      add(self, INIT, false, Set.of());
    }
    for (int i = 0; i < 4; i++) {
      add(number(), self == INIT ? 0 : INIT, false, Set.of());
    }
  }

  private Simulated add(int pid, int parent, boolean ofAttempt, Set<String> environment) {
    boolean stubborn = random.nextBoolean();
    Simulated process = new Simulated(pid, parent, ++clock, ofAttempt, stubborn, environment);
    processes.put(pid, process);
    return process;
  }

  private int number() {
    do {
      lastNumber = lastNumber % NUMBERS + 1;
    } while (processes.containsKey(lastNumber));
    return lastNumber;
  }

  /** Starts a child of this process. */
  int start(boolean ofAttempt, Set<String> environment) {
    return add(number(), self, ofAttempt, environment).pid;
  }

  /** Processes that were signalled but do not descend from the attempt. */
  List<String> wronglySignalled() {
    return wronglySignalled;
  }

  /** The running processes of the attempt. */
  Stream<Integer> left() {
    return processes.values().stream().filter(p -> p.ofAttempt && !p.ended).map(p -> p.pid);
  }

  /** A random step, in which the id asked for, now or before, may be reused. */
  private void live(int pid) {
    live();
    if (swapsLeft > 0 && random.nextInt(12) == 0) {
      swap(processes.get(random.nextBoolean() ? pid : lastAsked));
    }
    lastAsked = pid;
  }

  /** A process ends, and its id is reused by an unrelated process. */
  private void swap(Simulated process) {
    if (process == null || process.pid == INIT || process.pid == self || process.parent == self) {
      return;
    }
    swapsLeft--;
    if (!process.ended) {
      end(process);
    }
    if (process.parent != self) {
      processes.remove(process.pid);
      add(process.pid, INIT, false, Set.of());
      if (processes.size() < NUMBERS - 2) {
        lastNumber = process.pid; // so that it is listed after its parent
        add(number(), process.pid, false, Set.of());
      }
    }
  }

  private void live() {
    if (++steps > STEPS) {
      throw new AssertionError("the attempt does not end: " + left().toList());
    }
    if (swapsLeft > 0 && random.nextInt(40) == 0) {
      swap(processes.get(1 + random.nextInt(NUMBERS)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      List<Simulated> active =
          processes.values().stream()
              .filter(p -> p.pid != self && p.pid != INIT && !p.stopped)
              .sorted(Comparator.comparingInt(p -> p.pid))
              .toList();
      if (active.isEmpty()) {
        return;
      }
      Simulated process = active.get(random.nextInt(active.size()));
      if (process.ended) {
        if (process.parent != self) {
          processes.remove(process.pid);
        }
      } else if (forksLeft > 0 && processes.size() < NUMBERS - 2) {
        forksLeft--;
        act(process);
      }
    }
  }

  private void act(Simulated process) {
    if (random.nextInt(3) == 0) {
      end(process);
    } else {
      boolean cleans = random.nextInt(8) == 0;
      add(number(), process.pid, process.ofAttempt, cleans ? Set.of() : process.environment);
    }
  }

  /** The next ancestor that adopts orphans gets its children. */
  private void end(Simulated process) {
    process.ended = true;
    int heir = descendsFromSelf(process) ? self : INIT;
    for (Simulated child : processes.values()) {
      if (child.parent == process.pid) {
        child.parent = heir;
      }
    }
  }

  private boolean descendsFromSelf(Simulated process) {
    int parent = process.parent;
    while (parent > INIT && parent != self) {
      parent = processes.get(parent).parent;
    }
    return parent == self;
  }

  private int deliver(Simulated process, int signal) {
    if (!process.ofAttempt) {
      wronglySignalled.add(Signals.name(signal) + " to " + process.running());
    }
    if (process.ended) {
      return 0;
    }
    if (signal == Signals.require("STOP")) {
      process.stopped = true;
    } else if (signal == Signals.require("CONT")) {
      process.stopped = false;
    } else if (signal == Signals.KILL || !(process.stubborn || process.stopped)) {
      end(process);
    }
    return 0;
  }

  @Override
  public int kill(int pid, int signal) {
    live(pid);
    return processes.containsKey(pid) ? deliver(processes.get(pid), signal) : -Errno.ESRCH;
  }

  @Override
  public int openProcess(int pid) {
    live(pid);
    if (!hasDescriptors) {
      return -Errno.EPERM; // as under a filter of system calls
    }
    if (!processes.containsKey(pid)) {
      return -Errno.ESRCH;
    }
    opened.add(processes.get(pid));
    return opened.size() - 1;
  }

  @Override
  public int signalProcess(int descriptor, int signal) {
    live(opened.get(descriptor).pid);
    Simulated process = opened.get(descriptor);
    return processes.containsValue(process) ? deliver(process, signal) : -Errno.ESRCH;
  }

  @Override
  public int close(int descriptor) {
    return 0;
  }

  @Override
  public int nextChild(int from, int to) {
    live();
    return processes.values().stream()
        .filter(p -> p.parent == self && p.pid >= from && p.pid <= to)
        .mapToInt(p -> p.pid)
        .min()
        .orElse(0);
  }

  @Override
  public boolean hasChildren() {
    live();
    return processes.values().stream().anyMatch(p -> p.parent == self);
  }

  @Override
  public Optional<Reaped> reap() {
    Optional<Simulated> ended =
        processes.values().stream().filter(p -> p.parent == self && p.ended).findAny();
    ended.ifPresent(process -> processes.remove(process.pid));
    return ended.map(process -> new Reaped(process.pid, 0));
  }

  @Override
  public int poll(int[] descriptors, short[] events, short[] ready, long nanos) {
    live();
    return 0;
  }

  @Override
  public int pid() {
    return self;
  }

  @Override
  public int session(int pid) {
    return 0;
  }

  @Override
  public Optional<String> blindness() {
    return believed ? Optional.empty() : Optional.of("blind");
  }

  @Override
  public List<Running> running() {
    if (!believed) {
      return List.of();
    }
    List<Running> seen = new ArrayList<>();
    for (int pid = 1; pid <= NUMBERS; pid++) {
      process(pid).ifPresent(seen::add);
    }
    return seen;
  }

  @Override
  public List<Running> below(int ancestor) {
    return running();
  }

  @Override
  public Optional<Running> process(int pid) {
    live(pid);
    return believed
        ? Optional.ofNullable(processes.get(pid)).filter(p -> !p.ended).map(Simulated::running)
        : Optional.empty();
  }

  @Override
  public Set<String> environment(int pid) {
    live();
    return Optional.ofNullable(processes.get(pid)).map(p -> p.environment).orElse(Set.of());
  }
}
