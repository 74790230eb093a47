package dev.resil.run;

import dev.resil.retry.Delays;
import dev.resil.retry.FailureLimit;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Ending.Kind;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One run: attempts, with delays between them, until one succeeds or the policy ends it. */
public final class Run {
  private final RetryPolicy policy;
  private final Judge judge;
  private final Delays delays;
  private final Attempt attempt;
  private final Time time;
  private final RunListener listener;
  private final Gate gate;
  private final Fallback fallback;
  private final EndingCodes codes;
  private long started;
  private Deadline deadline = Deadline.NEVER;
  private long uncounted;
  private final Optional<FailureLimit.Count> failures;

  /** A run of an attempt under a policy. */
  public Run(
      RetryPolicy policy,
      long seed,
      Judge judge,
      Attempt attempt,
      Time time,
      RunListener listener) {
    this(policy, seed, judge, attempt, time, listener, Gate.OPEN, Fallback.NONE, EndingCodes.NONE);
  }

  /**
   * A run of an attempt under a policy.
   *
   * @param gate admits each attempt
   * @param fallback answers in place of attempts
   * @param codes the exit codes for certain endings
   */
  public Run(
      RetryPolicy policy,
      long seed,
      Judge judge,
      Attempt attempt,
      Time time,
      RunListener listener,
      Gate gate,
      Fallback fallback,
      EndingCodes codes) {
    this.policy = policy;
    this.failures = policy.failureLimit().map(FailureLimit.Count::new);
    this.judge = judge;
    this.delays = new Delays(policy, seed);
    this.attempt = attempt;
    this.time = time;
    this.listener = listener;
    this.gate = gate;
    this.fallback = fallback;
    this.codes = codes;
  }

  /** Makes the attempts and returns the result. */
  public RunResult execute() {
    started = time.nanos();
    deadline = Deadline.after(policy.maxElapsed(), started);
    listener.on(new RunEvent.Started(time.now()));
    RunResult result =
        fallback
            .before()
            .map(fresh -> result(Kind.CACHED, Optional.empty()).answered(fresh, elapsed()))
            .orElseGet(() -> answered(attemptsAfterSplay()));
    listener.on(new RunEvent.Ended(result));
    gate.close();
    return result;
  }

  /** A fallback may answer for a failed run. */
  private RunResult answered(RunResult result) {
    Optional<Fallback.Answer> answer =
        switch (result.kind()) {
          case ATTEMPTS_EXHAUSTED, BUDGET_SPENT, NOT_RETRIED, TIME_LIMIT, REJECTED, LIMITED ->
              fallback.after(result);
          case SUCCEEDED, INTERRUPTED, SKIPPED, CACHED, GUARD_FAILED -> Optional.empty();
        };
    if (answer.isEmpty()) {
      return concluded(result);
    }
    attempt.replaced(answer.get().outcome().exitCode() != 0);
    return result.answered(answer.get(), elapsed());
  }

  private Duration elapsed() {
    return Duration.ofNanos(time.nanos() - started);
  }

  /** If the held output cannot be written, the result is a failure. */
  private RunResult concluded(RunResult result) {
    Optional<Attempt.Execution> changed = result.last().flatMap(attempt::conclude);
    if (changed.isEmpty() || result.interrupted().isPresent()) {
      return result;
    }
    Attempt.Execution execution = changed.get();
    Optional<Attempt.Ended> last =
        result.last().map(ended -> ended.withOutcome(execution.outcome()));
    return execution.interrupted().isPresent()
        ? result(new Ending.Interrupted(execution.interrupted().getAsInt()), last)
        : result(Kind.NOT_RETRIED, last);
  }

  private RunResult attemptsAfterSplay() {
    Duration splay = delays.splay();
    if (pastDeadline(splay)) {
      return result(Kind.TIME_LIMIT, Optional.empty());
    } else if (!splay.isZero()) {
      listener.on(new RunEvent.SplayStarted(splay));
    }
    OptionalInt signal = splay.isZero() ? time.interrupted() : time.pause(splay);
    if (signal.isPresent()) {
      return result(new Ending.Interrupted(signal.getAsInt()), Optional.empty());
    }
    return attempts();
  }

  private RunResult attempts() {
    Optional<Attempt.Ended> last = Optional.empty();
    for (long number = 1; ; number++) {
      Optional<Ending> stopped = gate.pass(time, listener, deadline);
      if (stopped.isPresent()) {
        return result(stopped.get(), last);
      }
      long begin = time.nanos();
      listener.on(new RunEvent.AttemptStarted(number));
      Attempt.Execution execution =
          attempt.execute(
              new Attempt.Request(number, limit(), last.map(Attempt.Ended::outcome), deadline));
      Attempt.Ended ended = ended(number, execution, begin);
      attempt.judged(ended);
      listener.on(new RunEvent.AttemptEnded(ended));
      gate.ended(ended);
      last = Optional.of(ended);
      if (ended.judgement().uncounted()) {
        uncounted++;
      }
      Optional<Ending> end = endAfter(ended, execution.interrupted());
      if (end.isPresent()) {
        return result(end.get(), last);
      }
      Duration delay = nextDelay(ended);
      if (pastDeadline(delay)) {
        return result(Kind.TIME_LIMIT, last);
      }
      Optional<Ending> spent = gate.retry(deadline);
      if (spent.isPresent()) {
        return result(spent.get(), last);
      }
      long announced = time.nanos();
      listener.on(new RunEvent.Retrying(ended, delay));
      OptionalInt signal = time.pause(left(delay, announced));
      if (signal.isPresent()) {
        return result(new Ending.Interrupted(signal.getAsInt()), last);
      }
    }
  }

  /** The most attempts: those that do not count allow as many more. */
  private OptionalLong limit() {
    OptionalLong most = policy.maxAttempts();
    return most.isEmpty() || most.getAsLong() > Long.MAX_VALUE - uncounted
        ? most
        : OptionalLong.of(most.getAsLong() + uncounted);
  }

  private Attempt.Ended ended(long number, Attempt.Execution execution, long begin) {
    return new Attempt.Ended(
        number,
        execution.outcome(),
        judge.judge(execution),
        Duration.ofNanos(begin - started),
        Duration.ofNanos(time.nanos() - begin),
        execution.transfer());
  }

  private Optional<Ending> endAfter(Attempt.Ended ended, OptionalInt signal) {
    if (signal.isPresent()) {
      return Optional.of(new Ending.Interrupted(signal.getAsInt()));
    } else if (ended.success()) {
      return Optional.of(Ending.of(Kind.SUCCEEDED));
    } else if (pastDeadline(Duration.ZERO)) {
      return Optional.of(Ending.of(Kind.TIME_LIMIT));
    } else if (!ended.judgement().retryable()) {
      return Optional.of(Ending.of(Kind.NOT_RETRIED));
    } else if (!policy.allowsAttemptAfter(ended.number() - uncounted)) {
      return Optional.of(Ending.of(Kind.ATTEMPTS_EXHAUSTED));
    }
    return failures
        .filter(count -> !ended.judgement().uncounted() && count.add(time.nanos()))
        .flatMap(_ -> policy.failureLimit())
        .map(Ending.TooManyFailures::new);
  }

  private Duration nextDelay(Attempt.Ended ended) {
    if (policy.resetsAfter(ended.duration())) {
      delays.restart();
    }
    Duration delay = delays.next();
    return ended.repeat() instanceof RetryAdvice.After after && after.delay().compareTo(delay) > 0
        ? after.delay()
        : delay;
  }

  /** The rest of the delay: hooks run within it. */
  private Duration left(Duration delay, long since) {
    Duration left = delay.minusNanos(time.nanos() - since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean pastDeadline(Duration delay) {
    return deadline.isOverIn(delay, time.nanos());
  }

  private RunResult result(Kind kind, Optional<Attempt.Ended> last) {
    return result(Ending.of(kind), last);
  }

  private RunResult result(Ending ending, Optional<Attempt.Ended> last) {
    Ending end = last.isPresent() ? asFailure(ending) : ending;
    return new RunResult(end, last, elapsed(), Optional.empty(), codes);
  }

  /** Skipping must not turn an earlier failure into a success. */
  private static Ending asFailure(Ending ending) {
    return switch (ending) {
      case Ending.Rejected rejected -> rejected.asFailure();
      case Ending.Limited limited -> limited.asFailure();
      default -> ending;
    };
  }
}
