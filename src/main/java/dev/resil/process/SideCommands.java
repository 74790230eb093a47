package dev.resil.process;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import dev.resil.posix.Spawn;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Short-lived commands that run side by side, without input and output. Each runs until it ends, or
 * is killed with all processes that it started: its descendants, and those that have its mark in
 * their environment, wherever they are in the process table.
 */
public final class SideCommands {
  private static final String MARK = "RESIL_CHECK";

  /** A limit: each look kills what the one before has not seen. */
  private static final int LOOKS = 100;

  private final Posix posix;
  private final ProcessTable table;
  private final RunVariables runVariables;
  private final Map<Integer, Started> running = new HashMap<>();
  private Optional<Integer> input = Optional.empty();
  private Optional<Integer> output = Optional.empty();
  private long count;

  /**
   * A command.
   *
   * @param mark its mark, as {@code NAME=value}
   * @param ended is told how it ended
   */
  public record Started(int pid, String mark, Consumer<Outcome> ended) {}

  /** Commands of a run. */
  public SideCommands(Posix posix, ProcessTable table, RunVariables runVariables) {
    this.posix = posix;
    this.table = table;
    this.runVariables = runVariables;
  }

  /**
   * Starts a command.
   *
   * @param ended is told how it ended, or that it could not be started
   * @return the command; empty if it could not be started
   */
  public Optional<Started> start(List<String> command, Consumer<Outcome> ended) {
    input = input.or(() -> Optional.of(posix.open("/dev/null", false, false)));
    output = output.or(() -> Optional.of(posix.open("/dev/null", true, false)));
    String mark = runVariables.runId() + "-" + ++count;
    Spawn spawn =
        new Spawn(
            command.getFirst(),
            command,
            runVariables.with(Map.of(MARK, mark)),
            input.get(),
            output.get(),
            output.get());
    int pid = new Program(posix).start(spawn);
    if (pid < 0) {
      ended.accept(new Program(posix).failure(spawn, -pid));
      return Optional.empty();
    }
    Started started = new Started(pid, MARK + "=" + mark, ended);
    running.put(pid, started);
    return Optional.of(started);
  }

  /** Whether any of them runs. */
  public boolean anyRuns() {
    return !running.isEmpty();
  }

  /** Reaps ended children, also those that resil has adopted. */
  public void reap() {
    for (int i = 0; i < LOOKS; i++) {
      Optional<Reaped> child = posix.reap();
      if (child.isEmpty()) {
        return;
      }
      Started ended = running.remove(child.get().pid());
      if (ended != null) {
        ended.ended().accept(HelperProcess.outcome(child.get()));
      }
    }
  }

  /** Kills a command with all processes that it started; it is reaped later. */
  public void kill(Started command) {
    Set<Identity> killed = new HashSet<>();
    boolean fresh = true;
    for (int look = 0; look < LOOKS && fresh; look++) {
      List<Running> found = look(command);
      if (running.containsKey(command.pid())) {
        posix.kill(command.pid(), Signals.KILL); // after the look: its children still name it
      }
      fresh = false;
      for (Running one : found) {
        if (killed.add(one.identity())) {
          kill(one);
          fresh = true;
        }
      }
    }
  }

  private List<Running> look(Started command) {
    if (table.blindness().isPresent()) {
      return List.of();
    }
    List<Running> all = table.running();
    Set<Running> below =
        running.containsKey(command.pid())
            ? Set.copyOf(Descent.of(all).below(command.pid()))
            : Set.of();
    return all.stream()
        .filter(one -> below.contains(one) || table.environment(one.pid()).contains(command.mark()))
        .toList();
  }

  /** Kills all commands. */
  public void killAll() {
    List.copyOf(running.values()).forEach(this::kill);
  }

  private void kill(Running process) {
    int descriptor = posix.openProcess(process.pid());
    if (descriptor < 0) {
      return; // it has ended
    }
    boolean same =
        table
            .process(process.pid())
            .filter(now -> now.identity().equals(process.identity()))
            .isPresent();
    if (same) {
      posix.signalProcess(descriptor, Signals.KILL);
    }
    posix.close(descriptor);
  }
}
