package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The circuit breaker as one pure function. The states are those of M. Nygard, <i>Release It!</i>
 * (2nd ed. 2018, ch. 5); leases and generations make it safe to share between processes.
 *
 * <p><b>Late reports.</b> The report of a call affects the breaker only in the generation that
 * permitted the call: a call permitted in CLOSED that ends when the breaker is OPEN, HALF_OPEN or
 * CLOSED again neither closes nor opens it, whatever its outcome. It describes the time before the
 * change, which the breaker has already reacted to. The statistics count it. (The rule of {@code
 * sony/gobreaker}; in Resilience4j a late report counts as a probe's.) A call without a permit
 * ({@link BreakerEvent.Report}) counts for the generation in which it is reported.
 *
 * <p><b>Clocks.</b> Stored times in the future count as now, and are corrected at the next write:
 * if a clock is set back, a breaker stays OPEN, or a lease valid, for at most its full length from
 * now; if it is set forward, they end early.
 */
public final class Breaker {
  private Breaker() {}

  /**
   * Applies an event to a state.
   *
   * @param state the stored state
   * @param event the event
   * @param now the time of the event
   * @param policy in force for this event
   * @return the state after it, equal to the one before if nothing is to be stored, and the answer
   */
  public static Transition apply(
      BreakerState state, BreakerEvent event, Instant now, BreakerPolicy policy) {
    BreakerState current = expire(state, now, policy);
    boolean byQuorum = policy.quorum().isPresent();
    return switch (event) {
      case BreakerEvent.Ask ask ->
          byQuorum ? QuorumBreaker.ask(current, ask, now, policy) : ask(current, ask, now, policy);
      case BreakerEvent.Report report ->
          noted(
              byQuorum
                  ? QuorumBreaker.report(current, report, now, policy)
                  : report(current, report, now, policy, true));
      case BreakerEvent.Rejected(boolean thisHostOnly, String host) ->
          noted(
              byQuorum && thisHostOnly
                  ? QuorumBreaker.rejected(current, host, now, policy)
                  : current.with(current.statistics().withRejection()));
      case BreakerEvent.Reset _ -> noted(reset(current, now));
      case BreakerEvent.ForceOpen force -> noted(forceOpen(current, force, now));
      case BreakerEvent.Expire _ ->
          noted(byQuorum ? QuorumBreaker.expire(current, now, policy) : current);
    };
  }

  private static Transition noted(BreakerState state) {
    return new Transition(state, new Decision.Noted());
  }

  static BreakerState expire(BreakerState state, Instant now, BreakerPolicy policy) {
    return switch (state.phase()) {
      case Phase.Closed _ -> state;
      case Phase.Open open -> expire(state, open, now, policy);
      case Phase.HalfOpen half -> state.with(half.notAfter(now));
    };
  }

  private static BreakerState expire(
      BreakerState state, Phase.Open open, Instant now, BreakerPolicy policy) {
    Optional<Duration> left = open.remaining(now, policy);
    if (left.isPresent() && !left.get().isPositive()) {
      // the time it was due, not the current time: the result does not depend on the first reader
      Instant due = now.plus(left.get());
      return state.changed(open.halfOpen(), due, Change.Cause.TIME_OVER);
    }
    return open.since().isAfter(now) ? state.with(new Phase.Open(now, open.hold())) : state;
  }

  static Transition ask(
      BreakerState state, BreakerEvent.Ask ask, Instant now, BreakerPolicy policy) {
    return switch (state.phase()) {
      case Phase.Closed _ ->
          new Transition(state, new Decision.Permitted(new Permit(state.generation(), 0)));
      case Phase.Open open -> rejected(state, open.remaining(now, policy));
      case Phase.HalfOpen half -> probe(state, half, ask, now, policy);
    };
  }

  private static Transition rejected(BreakerState state, Optional<Duration> nextProbe) {
    return new Transition(
        state.with(state.statistics().withRejection()),
        new Decision.Rejected(state.phase().kind(), nextProbe));
  }

  private static Transition probe(
      BreakerState state,
      Phase.HalfOpen half,
      BreakerEvent.Ask ask,
      Instant now,
      BreakerPolicy policy) {
    List<Lease> held = new ArrayList<>(half.leases());
    held.removeIf(lease -> !lease.isHeld(now, ask.alive()));
    if (held.size() >= policy.halfOpenMaxCalls()) {
      Optional<Duration> nextProbe =
          held.stream().map(lease -> lease.remaining(now)).min(Duration::compareTo);
      return rejected(state.with(half.with(held)), nextProbe);
    }
    long number = Statistics.increment(half.granted());
    held.add(new Lease(number, ask.holder(), now, ask.lease()));
    return new Transition(
        state.with(new Phase.HalfOpen(half.successes(), number, held, half.reopenings())),
        new Decision.Permitted(new Permit(state.generation(), number)));
  }

  /**
   * Applies the report of a call.
   *
   * @param agreed whether the breaker may open: there is a quorum, or none is needed
   */
  static BreakerState report(
      BreakerState state,
      BreakerEvent.Report report,
      Instant now,
      BreakerPolicy policy,
      boolean agreed) {
    boolean slow = report.isSlow(policy);
    BreakerState counted = state.with(state.statistics().withCall(report.verdict(), slow));
    if (report.verdict() == Verdict.FAILURE) {
      counted = counted.with(new LastFailure(now, report.outcome()));
    }
    if (!report.isOf(state.generation())) {
      return counted;
    }
    return switch (counted.phase()) {
      case Phase.Closed closed -> watched(counted, closed, report, now, policy, agreed);
      // only a call without a permit can report here
      case Phase.Open _ -> counted;
      case Phase.HalfOpen half -> probed(counted, half, report, now, policy, agreed);
    };
  }

  private static BreakerState watched(
      BreakerState state,
      Phase.Closed closed,
      BreakerEvent.Report report,
      Instant now,
      BreakerPolicy policy,
      boolean agreed) {
    if (report.verdict() == Verdict.NEUTRAL) {
      return state;
    }
    boolean slow = report.isSlow(policy);
    boolean failed = report.verdict() == Verdict.FAILURE || (slow && policy.slowIsFailure());
    int inARow = failed ? Statistics.increment(closed.consecutiveFailures()) : 0;
    Window window = Window.with(closed.window(), policy.threshold(), now, failed, slow);
    boolean reached =
        switch (policy.threshold()) {
          case Threshold.Consecutive consecutive -> inARow >= consecutive.failures();
          case Threshold.Rate rate -> window.tally().reaches(rate, policy);
        };
    return reached && agreed
        ? state.changed(
            new Phase.Open(now, Phase.Hold.Recovery.FIRST), now, Change.Cause.THRESHOLD_REACHED)
        : state.with(new Phase.Closed(inARow, window));
  }

  private static BreakerState probed(
      BreakerState state,
      Phase.HalfOpen half,
      BreakerEvent.Report report,
      Instant now,
      BreakerPolicy policy,
      boolean agreed) {
    if (report.isBad(policy) && agreed) {
      return state.changed(half.reopened(now, state.generation()), now, Change.Cause.PROBE_FAILED);
    }
    int successes =
        report.verdict() == Verdict.SUCCESS && !report.isBad(policy)
            ? Statistics.increment(half.successes())
            : half.successes();
    if (successes >= policy.successThreshold()) {
      return state.changed(Phase.Closed.FRESH, now, Change.Cause.PROBES_SUCCEEDED);
    }
    long lease = report.permit().map(Permit::lease).orElse(0L);
    List<Lease> left = half.leases().stream().filter(held -> held.number() != lease).toList();
    return state.with(new Phase.HalfOpen(successes, half.granted(), left, half.reopenings()));
  }

  private static BreakerState reset(BreakerState state, Instant now) {
    BreakerState closed =
        state.phase() instanceof Phase.Closed
            ? state
            : state.changed(Phase.Closed.FRESH, now, Change.Cause.RESET);
    // a new generation even if it was CLOSED: earlier calls no longer count
    return new BreakerState(
        Phase.Closed.FRESH,
        Statistics.increment(state.generation()),
        Statistics.NONE,
        closed.lastFailure(),
        closed.history(),
        state.hosts().stream().map(host -> host.with(reset(host.own(), now))).toList());
  }

  private static BreakerState forceOpen(
      BreakerState state, BreakerEvent.ForceOpen force, Instant now) {
    Phase.Hold hold =
        force.time().<Phase.Hold>map(Phase.Hold.For::new).orElseGet(Phase.Hold.UntilReset::new);
    Phase.Open open = new Phase.Open(now, hold);
    return state.phase() instanceof Phase.Open
        ? state.with(open)
        : state.changed(open, now, Change.Cause.FORCED_OPEN);
  }
}
