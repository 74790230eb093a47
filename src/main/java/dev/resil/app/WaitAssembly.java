package dev.resil.app;

import dev.resil.cli.options.LogFormat;
import dev.resil.cli.options.ReportSettings;
import dev.resil.cli.wait.WaitForOption;
import dev.resil.cli.wait.WaitSettings;
import dev.resil.io.EventLoop;
import dev.resil.io.Stderr;
import dev.resil.json.Json;
import dev.resil.outcome.Outcome;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.posix.Spawn;
import dev.resil.process.ProcFs;
import dev.resil.process.Program;
import dev.resil.process.RunVariables;
import dev.resil.process.SideCommands;
import dev.resil.report.WaitJson;
import dev.resil.report.terminal.CommandHints;
import dev.resil.report.terminal.Countdown;
import dev.resil.report.terminal.HumanLines;
import dev.resil.report.terminal.WaitLines;
import dev.resil.run.Barrier;
import dev.resil.run.Ending;
import dev.resil.run.RunListener;
import dev.resil.text.Printable;
import dev.resil.wait.Condition;
import dev.resil.wait.Waiting.End;
import dev.resil.wait.check.Coordinator;
import dev.resil.wait.check.WaitAttempt;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wires the parts that only waits need: a wait is a run of a single attempt. */
public final class WaitAssembly {
  private static final String NAME = "wait";

  private final WaitSettings settings;
  private Optional<WaitAttempt> attempt = Optional.empty();

  private WaitAssembly(WaitSettings settings) {
    this.settings = settings;
  }

  /** Waits, and becomes the command, if there is one; otherwise returns the exit code. */
  public static int execute(WaitSettings settings) {
    return new WaitAssembly(settings).execute();
  }

  private int execute() {
    int exitCode =
        RunAssembly.execute(
            settings.policies(),
            subject(),
            Optional.empty(),
            (posix, events, runVariables, listener, _) -> {
              WaitAttempt made = attempt(posix, events, runVariables, listener);
              attempt = Optional.of(made);
              return made;
            });
    boolean becomes =
        exitCode == 0
            && !settings.command().isEmpty()
            && attempt.filter(WaitAttempt::isMet).isPresent();
    return becomes ? become(Posix.get(), settings.command()) : exitCode;
  }

  private WaitAttempt attempt(
      Posix posix, EventLoop events, RunVariables runVariables, RunListener listener) {
    events.hasNoCommand();
    return new WaitAttempt(
        new Coordinator(
            posix,
            events,
            settings.conditions(),
            settings.policy(),
            settings.checks(),
            new SideCommands(posix, new ProcFs(posix), runVariables),
            listener),
        settings.policies().seed().orElse(runVariables.runId().hashCode()));
  }

  /** Waits before each attempt of a run, with the usual delays and limits of a check. */
  static Barrier barrier(
      List<Condition> conditions,
      Posix posix,
      EventLoop events,
      RunVariables runVariables,
      RunListener listener) {
    Coordinator coordinator =
        new Coordinator(
            posix,
            events,
            conditions,
            WaitForOption.policy(),
            WaitForOption.checks(),
            new SideCommands(posix, new ProcFs(posix), runVariables),
            listener);
    return deadline ->
        switch (coordinator.await(deadline, runVariables.runId().hashCode())) {
          case End.Met _ -> Optional.empty();
          case End.OutOfTime _, End.Hopeless _ -> Optional.of(Ending.of(Ending.Kind.TIME_LIMIT));
          case End.Interrupted(int signal) -> Optional.of(new Ending.Interrupted(signal));
        };
  }

  private RunAssembly.Subject subject() {
    return new RunAssembly.Subject(
        NAME,
        new WaitJson(
            settings.policy().any(),
            settings.policy().times(),
            settings.command().stream().findFirst(),
            settings.policies().reports().withArguments() ? settings.command() : List.of()),
        json -> Json.duration(json, "timeout", settings.policy().timeout()),
        settings.policies().retry().maxElapsed(),
        lines -> new WaitLines(lines, isWatched()));
  }

  /** Whether a terminal shows what is waited for. */
  private boolean isWatched() {
    ReportSettings reports = settings.policies().reports();
    return !reports.verbose()
        && reports.format() != LogFormat.JSON
        && Countdown.isPossible(Posix.get(), RawEnvironment::get);
  }

  private static int become(Posix posix, List<String> command) {
    String file = command.getFirst();
    Program program = new Program(posix);
    Spawn spawn = new Spawn(file, command, Map.of(), Spawn.INHERIT, Spawn.INHERIT, Spawn.INHERIT);
    Outcome outcome = program.failure(spawn, -program.replace(spawn));
    new Stderr(posix).line(HumanLines.PREFIX + Printable.of(file) + reason(file, outcome));
    return outcome.exitCode();
  }

  private static String reason(String file, Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotFound(String reason) -> " was not found: " + reason + CommandHints.of(file);
      case Outcome.NotExecutable(String reason) ->
          " cannot be executed: " + reason + CommandHints.of(file);
      default -> ": " + outcome.name();
    };
  }
}
