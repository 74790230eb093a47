package dev.resil.app;

import dev.resil.cli.options.BreakerSettings;
import dev.resil.cli.options.LimitSettings;
import dev.resil.cli.options.LogFormat;
import dev.resil.cli.options.Policies;
import dev.resil.cli.options.ReportSettings;
import dev.resil.cli.options.UsageException;
import dev.resil.cli.options.Version;
import dev.resil.fallback.Fallbacks;
import dev.resil.hook.HookLines;
import dev.resil.hook.Hooks;
import dev.resil.io.Copies;
import dev.resil.io.EventLoop;
import dev.resil.io.LineSink;
import dev.resil.io.Stderr;
import dev.resil.io.Tail;
import dev.resil.json.JsonPart;
import dev.resil.limit.store.StoredLimit;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.process.HelperProcess;
import dev.resil.process.RunVariables;
import dev.resil.report.AppendedFile;
import dev.resil.report.DiagnosticLog;
import dev.resil.report.EventJson;
import dev.resil.report.EventLog;
import dev.resil.report.JsonLog;
import dev.resil.report.ReportFile;
import dev.resil.report.RunReport;
import dev.resil.report.terminal.ConditionsView;
import dev.resil.report.terminal.Countdown;
import dev.resil.report.terminal.FallbackLines;
import dev.resil.report.terminal.HumanLines;
import dev.resil.report.terminal.Style;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Attempt;
import dev.resil.run.Barrier;
import dev.resil.run.Fallback;
import dev.resil.run.Gate;
import dev.resil.run.Run;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.state.Stores;
import dev.resil.text.Printable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Wires the parts common to every run, whatever its attempts. */
public final class RunAssembly {
  private static final int STDERR = 2;

  private final Policies policies;
  private final Subject subject;
  private final Optional<Tail> output;
  private final Posix posix = Posix.get();
  private final Stderr sink = new Stderr(posix);
  private final UUID runId = randomId(posix);
  private final long seed;
  private final CiAssembly ci;
  private final RunVariables runVariables;

  /**
   * The subject of a run.
   *
   * @param name its name, for messages
   * @param about its description in a report
   * @param limits its time limits in a report
   * @param longest the maximum duration of an attempt, including its termination; empty if unknown
   * @param lines its messages, made of the usual ones
   */
  public record Subject(
      String name,
      JsonPart about,
      JsonPart limits,
      Optional<Duration> longest,
      UnaryOperator<RunListener> lines) {
    /** A subject with the usual messages. */
    public Subject(String name, JsonPart about, JsonPart limits, Optional<Duration> longest) {
      this(name, about, limits, longest, UnaryOperator.identity());
    }
  }

  /** Creates the attempts. */
  public interface Attempts {
    /**
     * Creates the attempts of a run.
     *
     * @param runVariables the run's variables for the environment of everything it starts
     * @param copies keeps the output of a successful attempt
     */
    Attempt open(
        Posix posix,
        EventLoop events,
        RunVariables runVariables,
        RunListener listener,
        Copies copies);
  }

  /** Creates the barrier before each attempt. */
  public interface Barriers {
    /** Creates the barrier of a run. */
    Barrier open(Posix posix, EventLoop events, RunVariables runVariables, RunListener listener);
  }

  private RunAssembly(Policies policies, Subject subject, Optional<Tail> output) {
    this.policies = policies;
    this.subject = subject;
    this.output = output;
    this.seed = policies.seed().orElse(runId.getLeastSignificantBits() & RetryPolicy.SEED_BITS);
    this.ci = CiAssembly.of(policies, subject.name(), posix, notices());
    this.runVariables = new RunVariables(runId.toString(), ci.variables());
  }

  /**
   * Makes the attempts under the policies and returns the exit code.
   *
   * @param output the end of the last attempt's output, for pings
   */
  static int execute(Policies policies, Subject subject, Optional<Tail> output, Attempts attempts) {
    return execute(policies, subject, output, attempts, (_, _, _, _) -> Barrier.NONE);
  }

  /**
   * Makes the attempts under the policies and returns the exit code.
   *
   * @param output the end of the last attempt's output, for pings
   * @param barriers what holds each attempt back
   */
  static int execute(
      Policies policies,
      Subject subject,
      Optional<Tail> output,
      Attempts attempts,
      Barriers barriers) {
    return new RunAssembly(policies, subject, output).execute(attempts, barriers);
  }

  private int execute(Attempts attempts, Barriers barriers) {
    ci.begin(posix);
    EventLoop events = EventLoop.open(posix);
    SharedStores shared = new SharedStores();
    List<RunListener> listeners = new ArrayList<>();
    RunListener listener = event -> listeners.forEach(each -> each.on(event));
    Optional<Hooks> hooks =
        Optional.of(policies.reports().hooks())
            .filter(HookLines::any)
            .map(lines -> hooks(lines, events, listener));
    addListeners(listeners, listener, hooks, events, shared);
    Optional<Fallbacks> fallbacks =
        policies
            .fallback()
            .map(plan ->
                FallbackAssembly.open(plan, posix, events, runVariables, subject.name(), listener));
    Copies copies = fallbacks.isPresent() ? fallbacks.get() : Copies.NONE;
    Attempt attempt = attempts.open(posix, events, runVariables, listener, copies);
    Gate guarded =
        policies
            .breaker()
            .map(breaker ->
                BreakerAssembly.gate(
                    breaker, shared.open(listener).records(), longestUse(), listener))
            .orElse(Gate.OPEN)
            .behind(barriers.open(posix, events, runVariables, listener));
    Gate gate =
        policies
            .limits()
            .map(settings ->
                limits(settings, events, listener)
                    .around(guarded, () -> shared.open(listener).records()))
            .orElse(guarded);
    Fallback fallback = fallbacks.isPresent() ? fallbacks.get() : Fallback.NONE;
    return new Run(
            policies.retry(),
            seed,
            policies.judge(),
            attempt,
            events,
            listener,
            hooks.filter(Hooks::onStart).map(some -> gate.preparing(some::start)).orElse(gate),
            fallback,
            policies.exitCodes())
        .execute()
        .exitCode();
  }

  private LimitAssembly limits(LimitSettings settings, EventLoop events, RunListener listener) {
    return new LimitAssembly(
        settings,
        policies.state(),
        new StoredLimit.Caller(runId.toString(), posix.pid(), subject.name()),
        posix,
        events,
        listener,
        runVariables);
  }

  /** A random UUID, version 4 (RFC 9562), which also seeds the jitter. */
  private static UUID randomId(Posix posix) {
    byte[] random = new byte[16];
    posix.random(random);
    ByteBuffer bits = ByteBuffer.wrap(random);
    long most = (bits.getLong() & ~0xf000L) | 0x4000L;
    long least = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  /** The run's stores: one location and one connection for all its state. */
  private final class SharedStores {
    private Optional<Stores> stores = Optional.empty();

    Stores open(RunListener listener) {
      Stores opened =
          stores.orElseGet(() ->
              StateStores.stores(
                  policies.state(),
                  isStrict(),
                  notice -> listener.on(new RunEvent.StateNotice(notice))));
      stores = Optional.of(opened);
      return opened;
    }
  }

  private boolean isStrict() {
    return policies.breaker().map(BreakerSettings::strict).orElse(false)
        || policies.limits().map(LimitSettings::strict).orElse(false);
  }

  /** The longest use of a permit: an attempt, and the hook before the first one. */
  private Optional<Duration> longestUse() {
    boolean hook = policies.reports().hooks().start().isPresent();
    return subject.longest().map(attempt -> hook ? attempt.plus(Hooks.LIMIT) : attempt);
  }

  /**
   * Adds the listeners in the order in which they hear of an event.
   *
   * @param all tells all of them
   */
  private void addListeners(
      List<RunListener> listeners,
      RunListener all,
      Optional<Hooks> hooks,
      EventLoop events,
      SharedStores shared) {
    ReportSettings reports = policies.reports();
    listeners.addAll(ci.first());
    if (!reports.quiet()) {
      if (reports.format() != LogFormat.JSON && Countdown.isPossible(posix, RawEnvironment::get)) {
        // they clear their lines for the messages of the others
        listeners.addFirst(countdown(events));
        listeners.addFirst(conditions(events));
      }
      listeners.add(lines(reports));
    } else {
      listeners.add(this::announceIfQuiet);
    }
    reports.file().ifPresent(file -> listeners.add(report(file)));
    posix.variable(DiagnosticLog.VARIABLE).ifPresent(level -> listeners.add(diagnosticLog(level)));
    reports.eventLog().ifPresent(file -> listeners.add(eventLog(file)));
    policies
        .statistics()
        .ifPresent(settings ->
            listeners.add(
                StatsAssembly.tally(
                    settings,
                    new StatsAssembly.Shown(
                        runId.toString(),
                        policies.breaker().map(BreakerSettings::name),
                        policies.limits().map(LimitSettings::names).orElse(List.of())),
                    () -> shared.open(all),
                    all,
                    notices())));
    // last, so that messages about an event precede its hook
    hooks.ifPresent(listeners::add);
    policies
        .ping()
        .ifPresent(target ->
            listeners.add(
                PingAssembly.pinger(target, runId.toString(), output, posix, events, all)));
    listeners.addAll(ci.last());
  }

  /** Announces what no exit code says, even with {@code --quiet}. */
  private void announceIfQuiet(RunEvent event) {
    switch (event) {
      case RunEvent.FallingBack back when back.source() == Fallback.Source.CACHE ->
          notices().line(HumanLines.PREFIX + FallbackLines.of(back));
      case RunEvent.GuardFailed(String reason) ->
          notices().line(HumanLines.PREFIX + Printable.of(reason));
      case RunEvent.Ended(RunResult result) when result.didNotRun() || result.failsAsFlaky() ->
          lines(policies.reports()).on(event);
      default -> {}
    }
  }

  private RunListener lines(ReportSettings reports) {
    return reports.format() == LogFormat.JSON
        ? new JsonLog(sink, eventJson(), to -> lines(to, Style.PLAIN))
        : lines(sink, Style.of(posix.isTerminal(STDERR), RawEnvironment::get));
  }

  private RunListener lines(LineSink to, Style style) {
    return subject
        .lines()
        .apply(
            new HumanLines(
                to,
                subject.name(),
                policies.retry().maxAttempts(),
                style,
                policies.reports().verbose()));
  }

  /** The sink for problems that do not affect the run's result. */
  private LineSink notices() {
    return policies.reports().format() == LogFormat.JSON
        ? new JsonLog(sink, eventJson(), to -> _ -> {})
        : sink;
  }

  private EventJson eventJson() {
    return new EventJson(runId.toString(), subject.name(), InstantSource.system());
  }

  private EventLog eventLog(String file) {
    if (file.equals("-")) {
      return new EventLog(eventJson(), sink);
    }
    try {
      return new EventLog(
          eventJson(), new AppendedFile("--event-log", file, posix, notices())::line);
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--event-log", file, e.getMessage());
    }
  }

  private Hooks hooks(HookLines lines, EventLoop events, RunListener listener) {
    return new Hooks(
        lines,
        runVariables,
        subject.name(),
        new HelperProcess(posix, events, "hook", listener),
        eventJson()::line,
        listener,
        events,
        policies.retry().maxElapsed());
  }

  private ConditionsView conditions(EventLoop events) {
    ConditionsView view = new ConditionsView(posix, events, sink::text);
    events.add(view);
    return view;
  }

  private Countdown countdown(EventLoop events) {
    Countdown countdown =
        new Countdown(posix, events, subject.name(), policies.retry().maxAttempts(), sink::text);
    events.add(countdown);
    return countdown;
  }

  private RunReport report(String file) {
    return new RunReport(
        new RunReport.Header(
            Version.number(),
            runId.toString(),
            subject.about(),
            policies.retry(),
            seed,
            policies.judge(),
            subject.limits()),
        policies.breaker().map(breaker -> BreakerAssembly.policy(breaker, policies.judge())),
        policies.limits().map(LimitAssembly::policy),
        destination(file));
  }

  private RunListener diagnosticLog(String level) {
    try {
      return DiagnosticLog.at(level, eventJson());
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(DiagnosticLog.VARIABLE, level, e.getMessage());
    }
  }

  private Consumer<String> destination(String file) {
    if (file.equals("-")) {
      return sink::line;
    }
    try {
      ReportFile report = ReportFile.at("--report", file, posix);
      LineSink notices = notices();
      return json -> report.write(json, notices);
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--report", file, e.getMessage());
    }
  }
}
