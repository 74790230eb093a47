package dev.resil.report.terminal;

import dev.resil.io.LineSink;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.retry.FailureLimit;
import dev.resil.run.Attempt;
import dev.resil.run.Ending;
import dev.resil.run.Fallback;
import dev.resil.run.ProcessCondition;
import dev.resil.run.RetryAdvice;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.run.Transfer;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Messages for people on stderr: a line for each failed attempt, and one at the end unless the
 * first attempt succeeded.
 */
public final class HumanLines implements RunListener {
  /** The beginning of each line. */
  public static final String PREFIX = "resil: ";

  private final LineSink sink;
  private final String command;
  private final String name;
  private final ShownLimit limit;
  private final Style style;
  private final boolean verbose;

  private Optional<ConditionLines> conditions = Optional.empty();

  /**
   * Messages about a command.
   *
   * @param command the command's name
   * @param limit the most attempts, empty for no limit
   * @param verbose whether successful attempts and details are reported as well
   */
  public HumanLines(
      LineSink sink, String command, OptionalLong limit, Style style, boolean verbose) {
    this(sink, command, new ShownLimit(limit), style, verbose);
  }

  /**
   * Messages about a command.
   *
   * @param limit the most attempts; followed by the caller too, if not all events come here
   */
  public HumanLines(LineSink sink, String command, ShownLimit limit, Style style, boolean verbose) {
    this.sink = sink;
    this.command = command;
    this.name = Printable.of(command);
    this.limit = limit;
    this.style = style;
    this.verbose = verbose;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.Started started -> {}
      case RunEvent.SplayStarted(Duration splay) ->
          detail("first attempt in " + Durations.format(splay) + " (splay)");
      case RunEvent.AttemptStarted(long number) -> detail(attempt(number) + ": " + name);
      case RunEvent.AttemptEnded(Attempt.Ended ended) -> {
        ended.transfer().map(Transfer::hops).ifPresent(this::hops);
        detail(
            attempt(ended.number())
                + " took "
                + Durations.format(ended.duration())
                + ": "
                + ended.outcome().name());
      }
      case RunEvent.ProcessStarted started -> {}
      case RunEvent.SignalReceived received -> {}
      case RunEvent.SignalSent sent -> {}
      case RunEvent.NotSignalled not ->
          say(
              "cannot signal %s (process %d%s): %s; waiting for it to end"
                  .formatted(
                      Printable.of(not.name()),
                      not.pid(),
                      words(", ", not.condition()),
                      not.reason()));
      case RunEvent.Survived survived ->
          say(
              "%s (process %d) survives SIG%s%s; waiting for it to end"
                  .formatted(
                      Printable.of(survived.name()),
                      survived.pid(),
                      Signals.name(survived.number()),
                      words(": ", survived.condition())));
      case RunEvent.Unseen(String reason) ->
          say(
              reason
                  + ", so not all processes of the attempt can be seen; each gets the signal once"
                  + " its parent has ended");
      case RunEvent.LeftAlone(int pid, String process) ->
          say(
              "%s (process %d) is left running: it may not belong to this attempt"
                  .formatted(Printable.of(process), pid));
      case RunEvent.Outgrown(int processes) ->
          say(
              "the attempt starts processes faster than they can be stopped: %d so far; still trying"
                  .formatted(processes));
      case RunEvent.LeftRunning(String reason) ->
          say("a process started by the attempt may still be running: " + Printable.of(reason));
      case RunEvent.SearchCutShort cut ->
          say("searching its output for patterns took too long; the rest was not searched");
      case RunEvent.InputChanged changed ->
          say(
              "stdin is a pipe that an earlier attempt has read, so this attempt gets only the"
                  + " rest; --stdin replay gives every attempt the same input");
      case RunEvent.InputNotKept(String folder, String reason) ->
          say(
              "cannot keep the input in %s: %s; the attempt cannot be retried"
                  .formatted(folder, reason));
      case RunEvent.Retrying(Attempt.Ended failed, Duration delay) -> {
        say(
            style.warning(failure(failed))
                + (failed.judgement().uncounted() ? ", which does not count" : "")
                + "; retrying in "
                + Durations.format(delay));
        if (!failed.repeat().why().isEmpty()) {
          detail(attempt(failed.number()) + " is retried: " + failed.repeat().why());
        }
        limit.retrying(failed);
      }
      case RunEvent.BreakerSeen seen ->
          BreakerLines.change(seen)
              .ifPresentOrElse(this::say, () -> detail(BreakerLines.detail(seen)));
      case RunEvent.WaitingForPermit waiting -> say(BreakerLines.waiting(waiting));
      case RunEvent.Unguarded unguarded -> say(BreakerLines.unguarded(unguarded));
      case RunEvent.GuardedAgain(String breaker) -> say(BreakerLines.guardedAgain(breaker));
      case RunEvent.GuardFailed(String reason) -> say(Printable.of(reason));
      case RunEvent.WaitStarted _ ->
          conditions = Optional.of(new ConditionLines(style, this::say, this::detail));
      case RunEvent.ConditionChanged changed ->
          conditions.ifPresent(lines -> lines.changed(changed));
      case RunEvent.WaitEnded ended -> conditions.ifPresent(lines -> lines.ended(ended));
      case RunEvent.Admitted admitted -> detail(LimitLines.admitted(admitted));
      case RunEvent.WaitingForLimit waiting -> say(LimitLines.waiting(waiting));
      case RunEvent.Unlimited unlimited -> say(LimitLines.unlimited(unlimited));
      case RunEvent.LockLost lost -> say(LimitLines.lost(lost));
      case RunEvent.StateNotice(String text) -> say(Printable.of(text));
      case RunEvent.HookFailed(String hook, String reason) -> say(hook + ": " + reason);
      case RunEvent.PingFailed(RunEvent.PingFailed.Part part, String reason) ->
          say("--ping: " + unreported(part) + " not reported: " + Printable.of(reason));
      case RunEvent.FallingBack back -> {
        end(back.failed());
        say(FallbackLines.of(back));
      }
      case RunEvent.Ended(RunResult result) -> {
        if (result.answer().isEmpty() || result.kind() == Ending.Kind.INTERRUPTED) {
          end(result);
        } else {
          answered(result.kind(), result.answer().get());
        }
      }
    }
  }

  private static String unreported(RunEvent.PingFailed.Part part) {
    return switch (part) {
      case START -> "the start of the run was";
      case END -> "the end of the run was";
      case BOTH -> "start and end of the run were";
    };
  }

  /** The way of a request that was redirected. */
  private void hops(List<Transfer.Hop> hops) {
    if (hops.size() > 1) {
      for (Transfer.Hop hop : hops) {
        String end = hop.status().isPresent() ? "status " + hop.status().getAsInt() : "no response";
        detail(hop.method() + " " + Printable.of(hop.url()) + ": " + end);
      }
    }
  }

  private static String words(String before, Optional<ProcessCondition> condition) {
    return condition.map(found -> before + Printable.of(found.words())).orElse("");
  }

  private void answered(Ending.Kind kind, Fallback.Answer answer) {
    if (answer.outcome().exitCode() != 0) {
      say(style.bad(FallbackLines.failed(answer)));
    } else if (kind == Ending.Kind.CACHED) {
      detail(FallbackLines.cached(name, answer));
    }
  }

  private void end(RunResult result) {
    switch (result.kind()) {
      case SUCCEEDED -> {
        if (result.attempts() > 1 || verbose) {
          String flaky = result.failsAsFlaky() ? "; exit code 1: --fail-if-flaky" : "";
          say(style.good(name + " succeeded") + of(result.attempts()) + after(result) + flaky);
        }
      }
      case ATTEMPTS_EXHAUSTED ->
          say(
              style.bad(failure(result.last().orElseThrow()))
                  + used(result.ending())
                  + after(result));
      case BUDGET_SPENT ->
          say(
              style.bad(failure(result.last().orElseThrow()))
                  + "; "
                  + LimitLines.spent(result.spending().orElseThrow())
                  + after(result));
      case NOT_RETRIED ->
          say(
              style.bad(failure(result.last().orElseThrow()))
                  + "; not retried"
                  + why(result.last().orElseThrow())
                  + after(result));
      case TIME_LIMIT ->
          say(
              result
                  .last()
                  .map(last ->
                      style.bad(failure(last))
                          + "; no time left for another attempt"
                          + why(last)
                          + after(result))
                  .orElseGet(() ->
                      style.bad(name + " was not run") + ": --max-elapsed left no time for it"));
      case INTERRUPTED ->
          say(
              style.bad("stopped by SIG" + Signals.name(result.interrupted().orElseThrow()))
                  + of(result.attempts())
                  + after(result));
      case REJECTED ->
          say(
              style.bad(
                  BreakerLines.rejected(
                      result.rejection().orElseThrow(), name, result.attempts())));
      case LIMITED ->
          say(
              style.bad(
                  LimitLines.refused(result.limitation().orElseThrow(), name, result.attempts())));
      case SKIPPED ->
          say(
              style.warning(
                  result
                      .limitation()
                      .map(limited -> LimitLines.skipped(limited, name))
                      .orElseGet(
                          () -> BreakerLines.skipped(result.rejection().orElseThrow(), name))));
      case GUARD_FAILED, CACHED -> {}
    }
  }

  private static String used(Ending ending) {
    return ending instanceof Ending.TooManyFailures(FailureLimit limit)
        ? "; giving up after %d %s within %s"
            .formatted(
                limit.failures(),
                limit.failures() == 1 ? "failure" : "failures",
                Durations.format(limit.within()))
        : "; no attempts left";
  }

  private String failure(Attempt.Ended failed) {
    String what =
        switch (failed.outcome()) {
          case Outcome.Exit(int code) -> " failed with exit code " + code;
          case Outcome.Signal(int signal) -> " was killed by SIG" + Signals.name(signal);
          case Outcome.Timeout(Optional<Duration> silence, _) ->
              " timed out after "
                  + silence
                      .map(time -> Durations.format(time) + " without output")
                      .orElseGet(() -> Durations.format(failed.duration()));
          case Outcome.NotFound(String reason) ->
              " was not found: " + reason + CommandHints.of(command);
          case Outcome.NotExecutable(String reason) ->
              " cannot be executed: " + reason + CommandHints.of(command);
          case Outcome.ResilFailed(String reason) -> " was abandoned: " + reason;
          case Outcome.Status(int code, _) -> " failed with status " + code;
          case Outcome.Unanswered(Fault fault, String reason) -> " failed: " + Printable.of(reason);
        };
    return name + what + of(failed.number());
  }

  /** The attempt's own reason, if it gives one. */
  private static String why(Attempt.Ended failed) {
    String why = failed.repeat() instanceof RetryAdvice.Allowed ? "" : failed.repeat().why();
    return why.isEmpty() ? "" : ": " + Printable.of(why);
  }

  private String attempt(long number) {
    return limit.attempt(number);
  }

  private String of(long number) {
    return number == 0 ? "" : " (" + attempt(number) + ")";
  }

  private static String after(RunResult result) {
    return result.attempts() > 1 ? ", after " + Durations.format(result.elapsed()) : "";
  }

  private void detail(String text) {
    if (verbose) {
      say(text);
    }
  }

  private void say(String text) {
    sink.line(PREFIX + text);
  }
}
