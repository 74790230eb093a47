package dev.resil.app;

import dev.resil.cli.run.RunSettings;
import dev.resil.command.CommandAttempt;
import dev.resil.command.TimeoutPolicy;
import dev.resil.io.Tail;
import dev.resil.report.CommandJson;
import dev.resil.report.TimeoutJson;
import dev.resil.run.Barrier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Assembles a run of a command. */
public final class CommandAssembly {
  /** How much output a ping sends: some servers of healthchecks keep no more. */
  private static final int TAIL = 10_000;

  private CommandAssembly() {}

  /** Runs the command under the policies and returns the exit code. */
  public static int execute(RunSettings settings) {
    Optional<Tail> tail =
        settings.policies().ping().filter(_ -> settings.sendsOutput()).map(_ -> new Tail(TAIL));
    return RunAssembly.execute(
        settings.policies(),
        subject(settings),
        tail,
        (posix, events, runVariables, listener, copies) ->
            new CommandAttempt(
                posix,
                events,
                settings.command(),
                runVariables,
                settings.timeouts(),
                settings.streams(),
                tail,
                listener,
                output -> copies.keep(output, Map.of())),
        (posix, events, runVariables, listener) ->
            settings.waitFor().isEmpty()
                ? Barrier.NONE
                : WaitAssembly.barrier(settings.waitFor(), posix, events, runVariables, listener));
  }

  private static RunAssembly.Subject subject(RunSettings settings) {
    TimeoutPolicy timeouts = settings.timeouts();
    return new RunAssembly.Subject(
        settings.command().getFirst(),
        new CommandJson(settings.command(), settings.policies().reports().withArguments()),
        new TimeoutJson(
            timeouts.timeout(),
            timeouts.idle(),
            timeouts.signal(),
            timeouts.killAfter(),
            timeouts.preserveStatus(),
            timeouts.foreground()),
        timeouts
            .timeout()
            .or(() -> settings.policies().retry().maxElapsed())
            .map(limit -> limit.plus(timeouts.killAfter().orElse(Duration.ZERO))));
  }
}
