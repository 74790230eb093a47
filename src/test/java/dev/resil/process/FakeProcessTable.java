package dev.resil.process;

import dev.resil.run.ProcessCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Processes that a test starts and ends. */
final class FakeProcessTable implements ProcessTable {
  private final List<Running> running = new ArrayList<>();
  private final Map<Integer, Set<String>> environments = new HashMap<>();
  private final Set<Integer> hidden = new HashSet<>();
  private long clock;

  /** Starts a process that belongs to no attempt. */
  FakeProcessTable with(int pid, int parent) {
    running.add(new Running(pid, parent, pid, ++clock, "p" + pid));
    return this;
  }

  /** Starts a process of an attempt. */
  FakeProcessTable with(int pid, int parent, String run, String attempt) {
    environments.put(
        pid, Set.of(RunVariables.RUN_ID + "=" + run, RunVariables.ATTEMPT + "=" + attempt, "A=b"));
    return with(pid, parent);
  }

  /** Ends a process; another one adopts its children. */
  void end(int pid, int heir) {
    running.removeIf(process -> process.pid() == pid);
    running.replaceAll(process ->
        process.parent() == pid
            ? new Running(
                process.pid(),
                heir,
                process.group(),
                process.session(),
                process.started(),
                process.name(),
                process.state())
            : process);
  }

  /** Makes the next quick look miss a process, as in a race. */
  void hideOnce(int pid) {
    hidden.add(pid);
  }

  /** Moves a process to another group. */
  void regroup(int pid, int group) {
    running.replaceAll(process ->
        process.pid() == pid
            ? new Running(pid, process.parent(), group, process.started(), process.name())
            : process);
  }

  /** Puts a process into a state, a letter of proc(5). */
  void state(int pid, char state) {
    running.replaceAll(process ->
        process.pid() == pid
            ? new Running(
                pid,
                process.parent(),
                process.group(),
                process.session(),
                process.started(),
                process.name(),
                state)
            : process);
  }

  @Override
  public Optional<ProcessCondition> condition(int pid) {
    return process(pid)
        .map(p ->
            new ProcessCondition(
                Character.toString(p.state()), Optional.of("a_function"), OptionalInt.empty()));
  }

  @Override
  public List<Running> running() {
    return List.copyOf(running);
  }

  @Override
  public List<Running> below(int ancestor) {
    List<Running> seen =
        running.stream().filter(process -> !hidden.contains(process.pid())).toList();
    hidden.clear();
    return seen;
  }

  @Override
  public Optional<Running> process(int pid) {
    return running.stream().filter(process -> process.pid() == pid).findAny();
  }

  @Override
  public Set<String> environment(int pid) {
    return environments.getOrDefault(pid, Set.of());
  }
}
