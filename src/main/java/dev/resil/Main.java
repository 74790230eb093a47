package dev.resil;

import dev.resil.cli.ResilCommand;
import dev.resil.cli.RunSettings;
import dev.resil.command.CommandAttempt;
import dev.resil.command.TimeoutPolicy;
import dev.resil.match.Outcome;
import dev.resil.match.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.RawArguments;
import dev.resil.report.CommandJson;
import dev.resil.report.Stderr;
import dev.resil.report.Stdout;
import dev.resil.report.TimeoutJson;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;

/** The entry point: wires the parts together, and does nothing else. */
public final class Main {
  private static final int STDOUT = 1;
  private static final int RESIL_FAILED = 125;

  private static final Stdout OUT = new Stdout(Posix.get());

  /** Built while a native image is built, so that starting costs no reflection. */
  private static final CommandLine COMMAND_LINE =
      ResilCommand.create(
              Main::run,
              HttpWiring::execute,
              () -> Posix.get().terminalColumns(STDOUT),
              new BreakerWiring(),
              new ConfigWiring())
          .setOut(new PrintWriter(OUT));

  private Main() {}

  /** Runs resil and exits with its code. */
  public static void main(String[] args) {
    System.exit(execute(RawArguments.of(args)));
  }

  /** The command line, for those who write about it. */
  static CommandLine commandLine() {
    return COMMAND_LINE;
  }

  private static int execute(String[] args) {
    int exitCode;
    try {
      exitCode = COMMAND_LINE.execute(args);
    } catch (OutOfMemoryError e) {
      return failed("not enough memory: " + e.getMessage());
    } catch (Error e) { // its exit code must not be taken for the command's
      return failed("internal error, please report it: " + e);
    }
    OUT.end();
    return OUT.failure().map(Main::notShown).orElse(exitCode);
  }

  private static int failed(String why) {
    new Stderr(Posix.get()).line("resil: " + why);
    return RESIL_FAILED;
  }

  /** What a command shows is all that it is for. */
  private static int notShown(String reason) {
    if (OUT.isUnread()) {
      return new Outcome.Signal(Signals.PIPE).exitCode(); // as if the signal had not been held
    }
    return failed("cannot write to stdout: " + reason);
  }

  private static int run(RunSettings settings) {
    return RunWiring.execute(
        settings.policies(),
        subject(settings),
        (posix, events, marks, listener, copy) ->
            new CommandAttempt(
                posix,
                events,
                settings.command(),
                marks,
                settings.timeouts(),
                settings.streams(),
                listener,
                copy));
  }

  private static RunWiring.Subject subject(RunSettings settings) {
    TimeoutPolicy timeouts = settings.timeouts();
    return new RunWiring.Subject(
        settings.command().getFirst(),
        new CommandJson(settings.command(), settings.policies().reports().withArguments()),
        new TimeoutJson(timeouts.timeout(), timeouts.signal(), timeouts.killAfter()),
        timeouts
            .timeout()
            .or(() -> settings.policies().retry().maxElapsed())
            .map(limit -> limit.plus(timeouts.killAfter().orElse(Duration.ZERO))));
  }
}
