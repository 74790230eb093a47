package dev.resil;

import dev.resil.app.BreakerAssembly;
import dev.resil.app.CommandAssembly;
import dev.resil.app.DoctorAssembly;
import dev.resil.app.HttpAssembly;
import dev.resil.app.SystemConfig;
import dev.resil.app.WaitAssembly;
import dev.resil.cli.ResilCommand;
import dev.resil.cli.SparseParse;
import dev.resil.cli.http.SecretArguments;
import dev.resil.io.Stderr;
import dev.resil.io.Stdout;
import dev.resil.outcome.ExitCodes;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.RawArguments;
import java.io.PrintWriter;
import picocli.CommandLine;

/** The entry point: wires the parts together, and does nothing else. */
public final class Main {
  private static final int STDOUT = 1;

  private static final Stdout OUT = new Stdout(Posix.get());

  /** Created when the native image is built, so that start-up needs no reflection. */
  private static final CommandLine COMMAND_LINE =
      ResilCommand.create(
              CommandAssembly::execute,
              HttpAssembly::execute,
              WaitAssembly::execute,
              () -> Posix.get().terminalColumns(STDOUT),
              new BreakerAssembly(),
              new SystemConfig(),
              new DoctorAssembly())
          .setOut(new PrintWriter(OUT));

  static {
    COMMAND_LINE.setExecutionStrategy(
        new SecretArguments(
            COMMAND_LINE.getExecutionStrategy(),
            (fromEnd, start, length) -> Posix.get().hideArgument(fromEnd, start, length)));
  }

  private static final SparseParse PARSE = new SparseParse(COMMAND_LINE, "run", "wait");

  private Main() {}

  /** Runs resil and exits with its code. */
  public static void main(String[] args) {
    System.exit(execute(RawArguments.of(args)));
  }

  /** The command line, for the generators of documentation. */
  static CommandLine commandLine() {
    return COMMAND_LINE;
  }

  private static int execute(String[] args) {
    int exitCode;
    try {
      exitCode = PARSE.execute(args);
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
    return ExitCodes.RESIL_FAILED;
  }

  /** A command that cannot write its output has failed. */
  private static int notShown(String reason) {
    if (OUT.isUnread()) {
      return new Outcome.Signal(Signals.PIPE).exitCode(); // as if the signal had not been held
    }
    return failed("cannot write to stdout: " + reason);
  }
}
