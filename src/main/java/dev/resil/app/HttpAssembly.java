package dev.resil.app;

import dev.resil.cli.http.HttpSettings;
import dev.resil.cli.http.HttpSettings.KeySource;
import dev.resil.cli.options.LogFormat;
import dev.resil.cli.options.ReportSettings;
import dev.resil.cli.options.UsageException;
import dev.resil.files.UserPath;
import dev.resil.http.HttpAttempt;
import dev.resil.http.RepeatPolicy;
import dev.resil.http.StallPolicy;
import dev.resil.http.StoredKey;
import dev.resil.io.EventLoop;
import dev.resil.io.Stderr;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.report.HttpLimitsJson;
import dev.resil.report.RequestJson;
import dev.resil.report.terminal.Countdown;
import dev.resil.report.terminal.ProgressLine;
import dev.resil.run.ProgressGauge;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Wires the parts that only requests need, so that a run of a command does not load them. */
public final class HttpAssembly {
  private HttpAssembly() {}

  /** Makes the request under the policies and returns the exit code. */
  public static int execute(HttpSettings settings) {
    return RunAssembly.execute(
        settings.policies(),
        subject(settings),
        Optional.empty(),
        (posix, events, runVariables, listener, copies) ->
            new HttpAttempt(
                posix,
                events,
                settings.request(),
                settings.connection(),
                settings.output(),
                withKey(settings, runVariables.runId()),
                settings.policies().judge(),
                gauge(settings, posix, events),
                copies,
                settings.identity()));
  }

  private static ProgressGauge gauge(HttpSettings settings, Posix posix, EventLoop events) {
    ReportSettings reports = settings.policies().reports();
    boolean wanted =
        settings.output().progress() && !reports.quiet() && reports.format() != LogFormat.JSON;
    if (!wanted || !Countdown.isPossible(posix, RawEnvironment::get)) {
      return ProgressGauge.NONE;
    }
    ProgressLine line = new ProgressLine(posix, events, new Stderr(posix)::text);
    events.add(line);
    return line;
  }

  private static RepeatPolicy withKey(HttpSettings settings, String runId) {
    RepeatPolicy repeat = settings.repeat();
    return new RepeatPolicy(
        repeat.unsafe(), settings.key().map(source -> key(source, runId)), repeat.maxRetryAfter());
  }

  private static String key(KeySource source, String runId) {
    return switch (source) {
      case KeySource.OfRun ofRun -> runId;
      case KeySource.Given(String key) -> key;
      case KeySource.InFile(String file) -> {
        try {
          yield StoredKey.in(new UserPath(file), runId);
        } catch (IOException e) {
          String reason = IoReason.of(e) + "; name another file";
          throw UsageException.wrongValue("--idempotency-key", "from:" + file, reason);
        } catch (IllegalArgumentException e) {
          throw UsageException.wrongValue("--idempotency-key", "from:" + file, e.getMessage());
        }
      }
    };
  }

  private static RunAssembly.Subject subject(HttpSettings settings) {
    Optional<Duration> timeout = settings.connection().timeout();
    return new RunAssembly.Subject(
        settings.request().method() + " " + settings.request().address().shown(),
        new RequestJson(
            settings.request().method(),
            settings.request().address().shown(),
            settings.policies().reports().withArguments()
                ? Optional.of(settings.request().address().url().toString())
                : Optional.empty()),
        new HttpLimitsJson(
            timeout,
            settings.connection().connectTimeout(),
            settings.connection().stall().map(StallPolicy::limit).orElse(OptionalLong.empty()),
            settings.connection().stall().map(StallPolicy::time),
            settings.connection().hedge(),
            settings.repeat().maxRetryAfter(),
            settings.repeat().unsafe(),
            settings.key().isPresent()),
        timeout.or(() -> settings.policies().retry().maxElapsed()));
  }
}
