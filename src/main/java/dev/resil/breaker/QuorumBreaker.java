package dev.resil.breaker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A breaker that opens by a {@link Quorum} of hosts. Each host has its own breaker beside the
 * shared one, and its calls need a permit of both.
 *
 * <p>The shared breaker counts all calls, but opens only if enough hosts see failures at that
 * moment. In HALF_OPEN, a failed probe opens the host's own breaker, and the shared one only if the
 * probes of enough hosts have failed, so that one bad host can't keep it open. When the shared
 * breaker opens, the counters of the hosts are cleared.
 */
final class QuorumBreaker {
  /** The most hosts kept; those that called longest ago are dropped first. */
  static final int MAX_HOSTS = 200;

  private QuorumBreaker() {}

  static Transition ask(
      BreakerState state, BreakerEvent.Ask ask, Instant now, BreakerPolicy policy) {
    Transition shared = Breaker.ask(state, ask, now, policy);
    if (!(shared.decision() instanceof Decision.Permitted(Permit permit))) {
      return shared;
    }
    HostBreaker host = hostBreaker(state, ask.host(), now);
    BreakerPolicy alone = policy.ofOneHost();
    Transition own = Breaker.ask(Breaker.expire(host.own(), now, alone), ask, now, alone);
    return switch (own.decision()) {
      case Decision.Permitted(Permit ofHost) ->
          new Transition(
              with(shared.state(), host, own.state()),
              new Decision.Permitted(permit.together(ofHost)));
      case Decision.Rejected rejected ->
          new Transition(
              with(state.with(state.statistics().withRejection()), host, own.state()),
              rejected.onThisHost());
      case Decision.Noted _ -> throw new IllegalStateException("an ask gets an answer");
    };
  }

  /** Counts a call that the host's own breaker rejected. */
  static BreakerState rejected(BreakerState state, String name, Instant now, BreakerPolicy policy) {
    HostBreaker host = hostBreaker(state, name, now);
    BreakerState own = Breaker.expire(host.own(), now, policy.ofOneHost());
    return with(
        state.with(state.statistics().withRejection()),
        host,
        own.with(own.statistics().withRejection()));
  }

  /** A host whose own breaker does not change need not be stored. */
  private static BreakerState with(BreakerState state, HostBreaker host, BreakerState own) {
    HostBreaker next = host.with(own);
    return next.equals(host) ? state : state.with(replaced(state.hosts(), next));
  }

  static BreakerState report(
      BreakerState state, BreakerEvent.Report report, Instant now, BreakerPolicy policy) {
    HostBreaker host = reported(state, report, now, policy);
    List<HostBreaker> hosts = recent(replaced(state.hosts(), host), now, policy);
    boolean agreed =
        policy.quorum().stream()
            .anyMatch(quorum -> Votes.count(hosts, now, policy, quorum).suffice());
    BreakerState next = Breaker.report(state, report, now, policy, agreed);
    boolean opened = next.phase() instanceof Phase.Open && !(state.phase() instanceof Phase.Open);
    return next.with(opened ? hosts.stream().map(HostBreaker::cleared).toList() : hosts);
  }

  private static HostBreaker reported(
      BreakerState state, BreakerEvent.Report report, Instant now, BreakerPolicy policy) {
    BreakerPolicy alone = policy.ofOneHost();
    HostBreaker host = hostBreaker(state, report.host(), now);
    BreakerState own =
        Breaker.report(
            Breaker.expire(host.own(), now, alone),
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
              new Phase.Open(now, Phase.Hold.Recovery.FIRST), now, Change.Cause.PROBE_FAILED);
    }
    return new HostBreaker(host.host(), now, own);
  }

  /** Brings the breakers of all hosts up to date. */
  static BreakerState expire(BreakerState state, Instant now, BreakerPolicy policy) {
    BreakerPolicy alone = policy.ofOneHost();
    return state.with(
        state.hosts().stream()
            .map(host -> host.with(Breaker.expire(host.own(), now, alone)))
            .toList());
  }

  private static HostBreaker hostBreaker(BreakerState state, String host, Instant now) {
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
