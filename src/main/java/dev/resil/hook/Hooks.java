package dev.resil.hook;

import dev.resil.files.PrivateFile;
import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import dev.resil.posix.RawEnvironment;
import dev.resil.process.HelperProcess;
import dev.resil.process.RunVariables;
import dev.resil.run.Attempt;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.run.Time;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import dev.resil.time.Deadline;
import java.io.IOException;
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
  public static final Duration LIMIT = Duration.ofSeconds(10);

  /** Names the file to which a hook before an attempt writes variables. */
  private static final String VARIABLES = "RESIL_ENV";

  /** The most that one hook can set, in bytes: the system refuses a much larger environment. */
  private static final int MAX_VARIABLES = 1 << 16;

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
   * @param runVariables the run's variables for the environment of a hook, which may add some
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
          lines
              .retry()
              .ifPresent(line -> beforeAttempt("retry", line, event, retry(failed, delay)));
      case RunEvent.BreakerSeen seen when seen.before() != seen.after() ->
          run("state_change", lines.stateChange(), event, change(seen));
      case RunEvent.Ended(RunResult result) -> ended(event, result);
      default -> {}
    }
  }

  private void ended(RunEvent event, RunResult result) {
    switch (result.kind()) {
      case SUCCEEDED, CACHED -> run("success", lines.success(), event, EventVariables.of(result));
      case ATTEMPTS_EXHAUSTED,
          BUDGET_SPENT,
          NOT_RETRIED,
          TIME_LIMIT,
          REJECTED,
          LIMITED,
          GUARD_FAILED ->
          run("failure", lines.failure(), event, EventVariables.of(result));
      case INTERRUPTED, SKIPPED -> {} // intended by the user: neither success nor failure
    }
  }

  /** Whether there is a hook before the first attempt. */
  public boolean onStart() {
    return lines.start().isPresent();
  }

  /** Runs the hook before the first attempt, once that is permitted. */
  public void start() {
    RunEvent event = new RunEvent.AttemptStarted(1);
    lines.start().ifPresent(line -> beforeAttempt("start", line, event, new LinkedHashMap<>()));
  }

  /** Runs a hook that may set variables, and shares the time limit of the run. */
  private void beforeAttempt(String name, String line, RunEvent event, Map<String, String> facts) {
    Duration limit = deadline.left(time.nanos(), LIMIT);
    Optional<PrivateFile> file = variableFile(name);
    file.ifPresent(created -> facts.put(VARIABLES, created.name().text()));
    boolean succeeded = run(name, line, event, facts, limit);
    file.ifPresent(written -> take(name, written, succeeded));
  }

  private Optional<PrivateFile> variableFile(String name) {
    UserPath folder = new UserPath(RawEnvironment.temporaryFolder());
    try {
      return Optional.of(PrivateFile.in(folder));
    } catch (IOException e) {
      String reason = "cannot create a file in " + folder.shown() + ": " + IoReason.of(e);
      failed(name, VARIABLES + ": " + reason);
      return Optional.empty();
    }
  }

  /** Takes the variables of a hook that succeeded: all, or none if a line is wrong. */
  private void take(String name, PrivateFile file, boolean succeeded) {
    try (file) {
      if (succeeded) {
        runVariables.add(VariableLines.parse(UserFile.read(file.name(), MAX_VARIABLES)));
      }
    } catch (IllegalArgumentException e) {
      failed(name, VARIABLES + ", " + e.getMessage() + "; no variable was set");
    } catch (IOException e) {
      failed(name, VARIABLES + ": " + IoReason.of(e));
    }
  }

  private void run(String name, Optional<String> line, RunEvent event, Map<String, String> facts) {
    line.ifPresent(given -> run(name, given, event, facts, LIMIT));
  }

  /** Runs a line and returns whether it succeeded. */
  private boolean run(
      String name, String line, RunEvent event, Map<String, String> facts, Duration limit) {
    Map<String, String> variables = new LinkedHashMap<>(facts);
    variables.put(EVENT, name);
    variables.put(EVENT + "_COMMAND", command);
    byte[] input = (json.apply(event) + "\n").getBytes(StandardCharsets.UTF_8);
    Optional<String> problem =
        helper.run(List.of("sh", "-c", line), variables, runVariables, input, limit);
    problem.ifPresent(reason -> failed(name, reason));
    return problem.isEmpty();
  }

  private void failed(String name, String reason) {
    listener.on(new RunEvent.HookFailed("--on-" + name.replace('_', '-'), reason));
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
