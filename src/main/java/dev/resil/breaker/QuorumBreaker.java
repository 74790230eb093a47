package dev.resil.breaker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A breaker that a {@link Quorum} of hosts decides about. Each host has one of its own beside the
 * shared one, and its calls need a permit of both.
 *
 * <p>The shared one counts all calls as any breaker does, but opens only where enough hosts see the
 * service fail at that moment. While it is HALF_OPEN, a probe that fails opens the host's own, and
 * the shared one only where enough hosts' probes have failed: a bad host can't keep it open. When
 * it opens, what the hosts saw has been told and is forgotten.
 */
final class QuorumBreaker {
  /** Those that called longest ago are forgotten first. */
  static final int MAX_HOSTS = 200;

  private QuorumBreaker() {}

  static Transition ask(
      BreakerState state, BreakerEvent.Ask ask, Instant now, BreakerPolicy policy) {
    Transition shared = Breaker.ask(state, ask, now, policy);
    if (!(shared.decision() instanceof Decision.Permitted(Permit permit))) {
      return shared;
    }
    HostBreaker witness = witness(state, ask.host(), now);
    BreakerPolicy alone = policy.ofOneHost();
    Transition own = Breaker.ask(Breaker.expire(witness.own(), now, alone), ask, now, alone);
    return switch (own.decision()) {
      case Decision.Permitted(Permit his) ->
          new Transition(
              with(shared.state(), witness, own.state()),
              new Decision.Permitted(permit.together(his)));
      case Decision.Rejected rejected ->
          new Transition(
              with(state.with(state.statistics().withRejection()), witness, own.state()),
              rejected.onThisHost());
      case Decision.Noted _ -> throw new IllegalStateException("an ask is answered");
    };
  }

  /** A host that asks, and whose own breaker stays as it is, need not be stored. */
  private static BreakerState with(BreakerState state, HostBreaker witness, BreakerState own) {
    HostBreaker next = witness.with(own);
    return next.equals(witness) ? state : state.with(replaced(state.hosts(), next));
  }

  static BreakerState report(
      BreakerState state, BreakerEvent.Report report, Instant now, BreakerPolicy policy) {
    HostBreaker witness = reported(state, report, now, policy);
    List<HostBreaker> hosts = recent(replaced(state.hosts(), witness), now, policy);
    boolean agreed =
        policy.quorum().stream()
            .anyMatch(quorum -> Votes.count(hosts, now, policy, quorum).suffice());
    BreakerState next = Breaker.report(state, report, now, policy, agreed);
    boolean opened = next.phase() instanceof Phase.Open && !(state.phase() instanceof Phase.Open);
    return next.with(opened ? hosts.stream().map(HostBreaker::forgetful).toList() : hosts);
  }

  private static HostBreaker reported(
      BreakerState state, BreakerEvent.Report report, Instant now, BreakerPolicy policy) {
    BreakerPolicy alone = policy.ofOneHost();
    HostBreaker witness = witness(state, report.host(), now);
    BreakerState own =
        Breaker.report(
            Breaker.expire(witness.own(), now, alone),
            report.with(report.permit().flatMap(Permit::own)),
            now,
            alone,
            true);
    boolean failedProbe =
        state.phase() instanceof Phase.HalfOpen
            && report.isOf(state.generation())
            && report.isBad(policy);
    if (failedProbe && !(own.phase() instanceof Phase.Open)) {
      own =
          own.changed(
              new Phase.Open(now, new Phase.Hold.Recovery()), now, Change.Cause.PROBE_FAILED);
    }
    return new HostBreaker(witness.host(), now, own);
  }

  /** All hosts, as of now. */
  static BreakerState expire(BreakerState state, Instant now, BreakerPolicy policy) {
    BreakerPolicy alone = policy.ofOneHost();
    return state.with(
        state.hosts().stream()
            .map(witness -> witness.with(Breaker.expire(witness.own(), now, alone)))
            .toList());
  }

  private static HostBreaker witness(BreakerState state, String host, Instant now) {
    return state.host(host).orElseGet(() -> new HostBreaker(host, now, BreakerState.FRESH));
  }

  private static List<HostBreaker> replaced(List<HostBreaker> hosts, HostBreaker next) {
    List<HostBreaker> all = new ArrayList<>(hosts);
    all.removeIf(each -> each.host().equals(next.host()));
    all.add(next);
    return all;
  }

  private static List<HostBreaker> recent(
      List<HostBreaker> hosts, Instant now, BreakerPolicy policy) {
    List<HostBreaker> kept =
        hosts.stream()
            .filter(host ->
                host.isRecent(now, policy)
                    || Breaker.expire(host.own(), now, policy).phase() instanceof Phase.Open)
            .toList();
    return kept.subList(Math.max(0, kept.size() - MAX_HOSTS), kept.size());
  }
}
