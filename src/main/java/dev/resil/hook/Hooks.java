package dev.resil.hook;

import dev.resil.process.HelperProcess;
import dev.resil.process.RunVariables;
import dev.resil.run.Attempt;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.run.Time;
import dev.resil.text.Printable;
import dev.resil.time.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs the user's commands on events, one at a time and never during an attempt. A failing hook is
 * reported and has no other effect on the run.
 */
public final class Hooks implements RunListener {
  /** The time after which a hook is killed with all its processes. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final String EVENT = EventVariables.EVENT;

  private final HookLines lines;
  private final RunVariables runVariables;
  private final String command;
  private final HelperProcess helper;
  private final Function<RunEvent, String> json;
  private final RunListener listener;
  private final Time time;
  private final Optional<Duration> maxElapsed;
  private Deadline deadline = Deadline.NEVER;

  /**
   * Hooks of a run.
   *
   * @param runVariables the run's variables for the environment of a hook
   * @param command the command's name
   * @param json converts an event to the JSON that hooks read from stdin
   * @param listener receives an event for each failed hook
   * @param maxElapsed the time limit of the run, which the hook before a retry shares
   */
  public Hooks(
      HookLines lines,
      RunVariables runVariables,
      String command,
      HelperProcess helper,
      Function<RunEvent, String> json,
      RunListener listener,
      Time time,
      Optional<Duration> maxElapsed) {
    this.time = time;
    this.maxElapsed = maxElapsed;
    this.lines = lines;
    this.runVariables = runVariables;
    this.command = Printable.of(command);
    this.helper = helper;
    this.json = json;
    this.listener = listener;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.Started _ -> deadline = Deadline.after(maxElapsed, time.nanos());
      case RunEvent.Retrying(Attempt.Ended failed, Duration delay) ->
          run("retry", lines.retry(), event, retry(failed, delay), withinRun());
      case RunEvent.BreakerSeen seen when seen.before() != seen.after() ->
          run("state_change", lines.stateChange(), event, change(seen));
      case RunEvent.Ended(RunResult result) -> ended(event, result);
      default -> {}
    }
  }

  private void ended(RunEvent event, RunResult result) {
    switch (result.kind()) {
      case SUCCEEDED, CACHED -> run("success", lines.success(), event, EventVariables.of(result));
      case ATTEMPTS_EXHAUSTED, NOT_RETRIED, TIME_LIMIT, REJECTED, GUARD_FAILED ->
          run("failure", lines.failure(), event, EventVariables.of(result));
      case INTERRUPTED, SKIPPED -> {} // intended by the user: neither success nor failure
    }
  }

  /** The time limit of a hook after which the run continues. */
  private Duration withinRun() {
    return deadline.left(time.nanos(), LIMIT);
  }

  private void run(String name, Optional<String> line, RunEvent event, Map<String, String> facts) {
    run(name, line, event, facts, LIMIT);
  }

  private void run(
      String name,
      Optional<String> line,
      RunEvent event,
      Map<String, String> facts,
      Duration limit) {
    if (line.isEmpty()) {
      return;
    }
    Map<String, String> variables = new LinkedHashMap<>(facts);
    variables.put(EVENT, name);
    variables.put(EVENT + "_COMMAND", command);
    byte[] input = (json.apply(event) + "\n").getBytes(StandardCharsets.UTF_8);
    helper
        .run(List.of("sh", "-c", line.get()), variables, runVariables, input, limit)
        .ifPresent(problem ->
            listener.on(new RunEvent.HookFailed("--on-" + name.replace('_', '-'), problem)));
  }

  private static Map<String, String> retry(Attempt.Ended failed, Duration delay) {
    Map<String, String> facts = EventVariables.of(failed);
    facts.put(EVENT + "_DELAY", EventVariables.seconds(delay));
    return facts;
  }

  private static Map<String, String> change(RunEvent.BreakerSeen seen) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(EVENT + "_BREAKER", seen.breaker());
    facts.put(EVENT + "_BEFORE", seen.before().name());
    facts.put(EVENT + "_AFTER", seen.after().name());
    return facts;
  }
}
