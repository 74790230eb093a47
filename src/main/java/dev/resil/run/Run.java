package dev.resil.run;

import dev.resil.retry.Delays;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.RunResult.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One run: attempts, with delays between them, until one succeeds or the policy says stop. */
public final class Run {
  private final RetryPolicy policy;
  private final Judge judge;
  private final Delays delays;
  private final Attempt attempt;
  private final Time time;
  private final RunListener listener;
  private final Gate gate;
  private final Fallback fallback;
  private long started;
  private OptionalLong deadline = OptionalLong.empty();

  /** A run of an attempt under a policy. */
  public Run(
      RetryPolicy policy,
      long seed,
      Judge judge,
      Attempt attempt,
      Time time,
      RunListener listener) {
    this(policy, seed, judge, attempt, time, listener, Gate.OPEN, Fallback.NONE);
  }

  /**
   * A run of an attempt under a policy.
   *
   * @param gate stands before each attempt
   * @param fallback answers in place of attempts
   */
  public Run(
      RetryPolicy policy,
      long seed,
      Judge judge,
      Attempt attempt,
      Time time,
      RunListener listener,
      Gate gate,
      Fallback fallback) {
    this.policy = policy;
    this.judge = judge;
    this.delays = new Delays(policy, seed);
    this.attempt = attempt;
    this.time = time;
    this.listener = listener;
    this.gate = gate;
    this.fallback = fallback;
  }

  /** Makes the attempts and returns what they came to. */
  public RunResult execute() {
    started = time.nanos();
    listener.on(new RunEvent.Started(time.now()));
    RunResult result =
        fallback
            .before()
            .map(fresh ->
                result(Reason.CACHED, Optional.empty(), OptionalInt.empty())
                    .answered(fresh, elapsed()))
            .orElseGet(() -> answered(attemptsAfterSplay()));
    listener.on(new RunEvent.Ended(result));
    return result;
  }

  /** Something else may answer for a run that failed. */
  private RunResult answered(RunResult result) {
    Optional<Fallback.Answer> answer =
        switch (result.reason()) {
          case ATTEMPTS_EXHAUSTED, NOT_RETRIED, TIME_LIMIT, REJECTED -> fallback.after(result);
          case SUCCEEDED, INTERRUPTED, SKIPPED, CACHED, GUARD_FAILED -> Optional.empty();
        };
    if (answer.isEmpty()) {
      return concluded(result);
    }
    attempt.replaced();
    return result.answered(answer.get(), elapsed());
  }

  private Duration elapsed() {
    return Duration.ofNanos(time.nanos() - started);
  }

  /** Output that was kept back may be impossible to give out, which the result must show. */
  private RunResult concluded(RunResult result) {
    Optional<Attempt.Execution> changed = result.last().flatMap(attempt::conclude);
    if (changed.isEmpty() || result.interrupted().isPresent()) {
      return result;
    }
    Attempt.Execution execution = changed.get();
    Optional<Attempt.Ended> last =
        result.last().map(ended -> ended.withOutcome(execution.outcome()));
    return execution.interrupted().isPresent()
        ? result(Reason.INTERRUPTED, last, execution.interrupted())
        : result(Reason.NOT_RETRIED, last, OptionalInt.empty());
  }

  private RunResult attemptsAfterSplay() {
    Duration splay = delays.splay();
    if (!splay.isZero()) {
      listener.on(new RunEvent.SplayStarted(splay));
    }
    OptionalInt signal = splay.isZero() ? time.interrupted() : time.pause(splay);
    if (signal.isPresent()) {
      return result(Reason.INTERRUPTED, Optional.empty(), signal);
    }
    policy.maxElapsed().ifPresent(limit -> deadline = OptionalLong.of(after(limit)));
    return attempts();
  }

  private RunResult attempts() {
    Optional<Attempt.Ended> last = Optional.empty();
    for (long number = 1; ; number++) {
      if (gate.pass(time, listener, deadline) instanceof Gate.Passage.Stopped stopped) {
        return result(stopped, last);
      }
      long begin = time.nanos();
      listener.on(new RunEvent.AttemptStarted(number));
      Attempt.Execution execution =
          attempt.execute(
              new Attempt.Request(
                  number, policy.maxAttempts(), last.map(Attempt.Ended::outcome), deadline));
      Attempt.Ended ended = ended(number, execution, begin);
      attempt.judged(ended);
      listener.on(new RunEvent.AttemptEnded(ended));
      gate.ended(ended);
      last = Optional.of(ended);
      Optional<Reason> end = endAfter(ended, execution);
      if (end.isPresent()) {
        return result(end.get(), last, execution.interrupted());
      }
      Duration delay = nextDelay(ended);
      if (pastDeadline(delay)) {
        return result(Reason.TIME_LIMIT, last, OptionalInt.empty());
      }
      long announced = time.nanos();
      listener.on(new RunEvent.Retrying(ended, delay));
      OptionalInt signal = time.pause(left(delay, announced));
      if (signal.isPresent()) {
        return result(Reason.INTERRUPTED, last, signal);
      }
    }
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

  private Optional<Reason> endAfter(Attempt.Ended ended, Attempt.Execution execution) {
    if (execution.interrupted().isPresent()) {
      return Optional.of(Reason.INTERRUPTED);
    } else if (ended.success()) {
      return Optional.of(Reason.SUCCEEDED);
    } else if (pastDeadline(Duration.ZERO)) {
      return Optional.of(Reason.TIME_LIMIT);
    } else if (!ended.judgement().retryable()) {
      return Optional.of(Reason.NOT_RETRIED);
    } else if (!policy.allowsAttemptAfter(ended.number())) {
      return Optional.of(Reason.ATTEMPTS_EXHAUSTED);
    }
    return Optional.empty();
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

  /** A hook that takes its time does so within the delay. */
  private Duration left(Duration delay, long since) {
    Duration left = delay.minusNanos(time.nanos() - since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean pastDeadline(Duration delay) {
    return deadline.isPresent() && delay.toNanos() >= deadline.getAsLong() - time.nanos();
  }

  /** The instant after a duration from now; differences to it are right even if it overflows. */
  private long after(Duration duration) {
    return time.nanos() + Math.min(duration.toNanos(), Long.MAX_VALUE / 2);
  }

  private RunResult result(Gate.Passage.Stopped stopped, Optional<Attempt.Ended> last) {
    // what has failed already must not pass for a success
    boolean failed = stopped.reason() == Reason.SKIPPED && last.isPresent();
    return new RunResult(
        failed ? Reason.REJECTED : stopped.reason(),
        last,
        stopped.interrupted(),
        stopped.rejection(),
        elapsed());
  }

  private RunResult result(Reason reason, Optional<Attempt.Ended> last, OptionalInt interrupted) {
    return new RunResult(reason, last, interrupted, elapsed());
  }
}
