package dev.resil.simulation;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A machine with processes and a file system, on which everything that a seed decides goes wrong. A
 * step is one system call; before each, other processes may make theirs.
 */
public final class Machine {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

  /** File systems stamp files with a clock that moves with the timer's interrupts. */
  private static final long TICK = Duration.ofMillis(4).toNanos();

  private static final String LOCK = ".lock";
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(6);
  private static final Duration LONGEST_JUMP = Duration.ofHours(2);

  private final Random random;
  private final Set<Hazard> hazards;
  private final int caution;
  private final Schedule schedule;
  private final Disk disk;
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private Consumer<SimulatedProcess> ended = _ -> {};
  private BiConsumer<SimulatedProcess, String> renamed = (_, _) -> {};
  private Runnable afterPowerCut = () -> {};
  private Duration jumped = Duration.ZERO;
  private final boolean tracing = Boolean.getBoolean("simulation.trace");
  private boolean full;
  private boolean quiet;
  private long steps;
  private long digest;

  /**
   * A machine.
   *
   * @param kind the kind of its file system
   * @param hazards what can go wrong
   */
  public Machine(long seed, DiskKind kind, Set<Hazard> hazards) {
    this.random = new Random(seed);
    this.hazards = Set.copyOf(hazards);
    this.caution = 1 << random.nextInt(6);
    this.schedule = new Schedule(random, 1 << random.nextInt(5));
    this.disk = new Disk(kind);
  }

  /** Decides everything. */
  public Random random() {
    return random;
  }

  /** The processes' turns. */
  public Schedule schedule() {
    return schedule;
  }

  /** The clock. */
  public Instant now() {
    return START.plus(jumped).plusNanos(schedule.nanos());
  }

  /** The number of system calls. */
  public long steps() {
    return steps;
  }

  /** Differs for any other sequence of system calls. */
  public long digest() {
    return digest;
  }

  /** Is called when a process has ended, however it did. */
  public void whenEnded(Consumer<SimulatedProcess> action) {
    ended = action;
  }

  /** Is called when a process has renamed a file to another name. */
  public void whenRenamed(BiConsumer<SimulatedProcess, String> action) {
    renamed = action;
  }

  /** Is called when the power is back. */
  public void afterPowerCut(Runnable action) {
    afterPowerCut = action;
  }

  /** Does something while no other process runs, and nothing goes wrong. */
  public <T, E extends Exception> T quietly(Quiet<T, E> action) throws E {
    boolean before = quiet;
    quiet = true;
    try {
      return action.run();
    } finally {
      quiet = before;
    }
  }

  /** Something to be done quietly. */
  public interface Quiet<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /** Runs a process in the current task, which goes on after its end, however it ends. */
  public void survive(Runnable process) {
    try {
      process.run();
    } catch (Killed e) {
      // the next one goes on
    }
  }

  /** Starts a process. */
  SimulatedProcess process() {
    SimulatedProcess process = new SimulatedProcess(this, processes.size());
    processes.add(process);
    return process;
  }

  /** Whether a process has not ended. */
  public boolean isAlive(int number) {
    return !processes.get(number).hasEnded();
  }

  /** The content of a file; empty if there is none. */
  public Optional<byte[]> content(String path) {
    return disk.find(path).map(Inode::content);
  }

  Disk disk() {
    return disk;
  }

  boolean isFull() {
    return full && !quiet;
  }

  /** The time for files. */
  long fileTime() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, now()) / TICK * TICK;
  }

  void renamed(SimulatedProcess process, String target) {
    renamed.accept(process, target);
  }

  void ended(SimulatedProcess process) {
    ended.accept(process);
  }

  /** One system call of a process: it may end there. */
  void step(SimulatedProcess process, String call, String path) {
    if (quiet) {
      return;
    }
    process.check();
    schedule.step(Duration.ofMillis(1).toNanos());
    process.check();
    steps++;
    if (tracing) {
      System.err.printf("%s %d %s %s%n", now(), process.number(), call, path);
    }
    digest = 31 * (31 * (31 * digest + process.number()) + call.hashCode()) + path.hashCode();
    digest = 31 * digest + schedule.nanos();
    if (chance(Hazard.KILLED, 30)) {
      process.kill();
    } else if (chance(Hazard.POWER_CUT, 200)) {
      cutPower();
    } else if (chance(Hazard.STOPPED, 300)) {
      schedule.sleep(random.nextLong(LONGEST_STOP.toNanos()));
    } else if (chance(Hazard.REMOVED, 30)) {
      removeLock();
      // long enough for the others to go on with new files
      schedule.sleep(random.nextLong(LONGEST_PAUSE.toNanos()));
    } else if (chance(Hazard.CLOCK, 300)) {
      Duration jump = Duration.ofNanos(random.nextLong(LONGEST_JUMP.toNanos()));
      jumped = random.nextBoolean() ? jumped.plus(jump) : jumped.minus(jump);
    } else if (chance(Hazard.FULL, 200)) {
      full = !full;
    } else if (random.nextInt(1000) == 0) {
      disk.writeBack();
    }
    process.check();
  }

  /** An error for a call that is to fail. */
  Optional<SystemError> error() {
    if (!quiet && chance(Hazard.ERROR, 20)) {
      SystemError[] all = SystemError.values();
      return Optional.of(all[random.nextInt(all.length)]);
    }
    return Optional.empty();
  }

  /** Fails after a call's effect, as file systems on a network do. */
  void failAfter(String path) throws IOException {
    if (!quiet && chance(Hazard.ERROR, 60)) {
      throw SystemError.EIO.at(path);
    }
  }

  private boolean chance(Hazard hazard, int in) {
    boolean now = hazards.contains(hazard) && random.nextInt(in * caution) == 0;
    if (now && tracing) {
      System.err.println(hazard);
    }
    return now;
  }

  private void cutPower() {
    for (SimulatedProcess process : List.copyOf(processes)) {
      if (!process.hasEnded()) {
        process.end();
      }
    }
    disk.cutPower(random);
    afterPowerCut.run();
  }

  /** Removes a lock file. */
  private void removeLock() {
    List<Inode> folders = new ArrayList<>();
    withLocks(disk.root(), folders);
    if (!folders.isEmpty()) {
      disk.unlink(folders.get(random.nextInt(folders.size())), LOCK);
    }
  }

  private static void withLocks(Inode folder, List<Inode> found) {
    if (folder.entries.containsKey(LOCK)) {
      found.add(folder);
    }
    folder.entries.values().forEach(file -> withLocks(file, found));
  }
}
