package dev.resil;

import dev.resil.cli.ReportSettings;
import dev.resil.cli.ResilCommand;
import dev.resil.cli.RunSettings;
import dev.resil.cli.UsageException;
import dev.resil.cli.Version;
import dev.resil.command.CommandAttempt;
import dev.resil.command.EventLoop;
import dev.resil.posix.Posix;
import dev.resil.posix.RawArguments;
import dev.resil.report.DiagnosticLog;
import dev.resil.report.HumanLines;
import dev.resil.report.LineSink;
import dev.resil.report.ReportFile;
import dev.resil.report.RunReport;
import dev.resil.report.Stderr;
import dev.resil.report.Style;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Gate;
import dev.resil.run.Run;
import dev.resil.run.RunListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import picocli.CommandLine;

/** The entry point: wires the parts together, and does nothing else. */
public final class Main {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /** Built while a native image is built, so that starting costs no reflection. */
  private static final CommandLine COMMAND_LINE =
      ResilCommand.create(
          Main::run, () -> Posix.get().terminalColumns(STDOUT), new BreakerWiring());

  private Main() {}

  /** Runs resil and exits with its code. */
  public static void main(String[] args) {
    System.exit(execute(RawArguments.of(args)));
  }

  private static int execute(String[] args) {
    return COMMAND_LINE.execute(args);
  }

  private static int run(RunSettings settings) {
    Posix posix = Posix.get();
    LineSink sink = new Stderr(posix);
    UUID runId = runId(posix);
    long seed = settings.seed().orElse(runId.getLeastSignificantBits() & RetryPolicy.SEED_BITS);
    RunListener listener = listener(settings, runId, seed, sink, posix);
    EventLoop events = EventLoop.open(posix);
    CommandAttempt attempt =
        new CommandAttempt(
            posix,
            events,
            settings.command(),
            runId.toString(),
            settings.timeouts(),
            settings.streams(),
            listener);
    Gate gate = settings.breaker().isPresent() ? BreakerWiring.gate(settings, listener) : Gate.OPEN;
    return new Run(settings.retry(), seed, settings.verdicts(), attempt, events, listener, gate)
        .execute()
        .exitCode();
  }

  /** A random UUID, version 4 (RFC 9562), which also seeds the jitter. */
  private static UUID runId(Posix posix) {
    byte[] random = new byte[16];
    posix.random(random);
    ByteBuffer bits = ByteBuffer.wrap(random);
    long most = (bits.getLong() & ~0xf000L) | 0x4000L;
    long least = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  private static RunListener listener(
      RunSettings settings, UUID runId, long seed, LineSink sink, Posix posix) {
    List<RunListener> listeners = new ArrayList<>();
    ReportSettings reports = settings.reports();
    if (!reports.quiet()) {
      listeners.add(
          new HumanLines(
              sink,
              settings.command().getFirst(),
              settings.retry().maxAttempts(),
              Style.of(posix.isTerminal(STDERR), System::getenv),
              reports.verbose()));
    }
    reports
        .file()
        .ifPresent(file ->
            listeners.add(
                new RunReport(
                    subject(settings, runId, seed),
                    settings.breaker().map(BreakerWiring::policy),
                    destination(file, sink))));
    Optional.ofNullable(System.getenv(DiagnosticLog.VARIABLE))
        .ifPresent(level -> listeners.add(diagnosticLog(level)));
    return event -> listeners.forEach(listener -> listener.on(event));
  }

  private static RunListener diagnosticLog(String level) {
    try {
      return DiagnosticLog.at(level);
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(DiagnosticLog.VARIABLE, level, e.getMessage());
    }
  }

  private static RunReport.Subject subject(RunSettings settings, UUID runId, long seed) {
    return new RunReport.Subject(
        Version.number(),
        runId.toString(),
        settings.command(),
        settings.reports().withArguments(),
        settings.retry(),
        seed,
        settings.verdicts(),
        settings.timeouts().timeout(),
        settings.timeouts().signal(),
        settings.timeouts().killAfter());
  }

  private static Consumer<String> destination(String file, LineSink sink) {
    if (file.equals("-")) {
      return sink::line;
    }
    try {
      ReportFile report = ReportFile.at(file);
      return json -> report.write(json, sink);
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--report", file, e.getMessage());
    }
  }
}
