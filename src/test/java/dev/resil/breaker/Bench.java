package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A breaker on a test bench: it holds the state and moves the clock. */
final class Bench {
  static final Duration LEASE = Duration.ofMinutes(5);

  private final Set<String> killed = new HashSet<>();
  private BreakerPolicy policy;
  private BreakerState state = BreakerState.FRESH;
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  Bench(BreakerPolicy policy) {
    this.policy = policy;
  }

  void policy(BreakerPolicy next) {
    policy = next;
  }

  BreakerPolicy policy() {
    return policy;
  }

  BreakerState state() {
    return state;
  }

  Phase.Kind kind() {
    return state.phase().kind();
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void kill(String holder) {
    killed.add(holder);
  }

  Decision apply(BreakerEvent event) {
    Transition transition = Breaker.apply(state, event, now, policy);
    state = transition.state();
    return transition.decision();
  }

  Decision ask() {
    return ask("alive");
  }

  Decision ask(String holder) {
    return apply(new BreakerEvent.Ask(holder, LEASE, other -> !killed.contains(other)));
  }

  Permit permit() {
    return ((Decision.Permitted) ask()).permit();
  }

  void report(Permit permit, Verdict verdict, Duration took) {
    report(Optional.of(permit), verdict, took);
  }

  Decision askFrom(String host) {
    return apply(new BreakerEvent.Ask("alive", LEASE, _ -> true, host));
  }

  /** A call of a host, which has no effect if it is rejected. */
  boolean callFrom(String host, Verdict verdict) {
    if (!(askFrom(host) instanceof Decision.Permitted(Permit permit))) {
      return false;
    }
    reportFrom(host, permit, verdict);
    return true;
  }

  void reportFrom(String host, Permit permit, Verdict verdict) {
    apply(new BreakerEvent.Report(Optional.of(permit), verdict, Duration.ZERO, "exit:1").on(host));
  }

  void record(Verdict verdict) {
    report(Optional.empty(), verdict, Duration.ZERO);
  }

  private void report(Optional<Permit> permit, Verdict verdict, Duration took) {
    String outcome = verdict == Verdict.FAILURE ? "exit:1" : "exit:0";
    apply(new BreakerEvent.Report(permit, verdict, took, outcome));
  }

  void fail(int times) {
    for (int i = 0; i < times; i++) {
      report(permit(), Verdict.FAILURE, Duration.ZERO);
    }
  }

  void succeed(int times) {
    for (int i = 0; i < times; i++) {
      report(permit(), Verdict.SUCCESS, Duration.ZERO);
    }
  }

  void succeedSlowly(Duration took) {
    report(permit(), Verdict.SUCCESS, took);
  }

  void toHalfOpen() {
    fail(5);
    pass(policy.recoveryTimeout());
    apply(new BreakerEvent.Expire());
  }
}
