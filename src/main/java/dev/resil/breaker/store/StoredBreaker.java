package dev.resil.breaker.store;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Transition;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Update;
import dev.resil.state.View;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A breaker in a state store: each event is one transaction. */
public final class StoredBreaker {
  private static final BreakerFormat FORMAT = new BreakerFormat();

  private final StateStore store;
  private final BreakerName name;
  private final Optional<BreakerPolicy> policy;

  /**
   * The result of applying an event.
   *
   * @param now the store's time
   * @param before the stored state before the event
   * @param after the state after the event
   * @param policy the policy in force
   * @param decision the decision
   * @param host the host of the event; empty if all hosts share one state
   */
  public record Applied(
      Instant now,
      BreakerState before,
      BreakerState after,
      BreakerPolicy policy,
      Decision decision,
      String host) {
    /** The same if the event was part of the state before. */
    private Applied already() {
      return new Applied(now, before, before, policy, decision, host);
    }

    /** The phase for this host's calls before the event. */
    public Phase phaseBefore() {
      return before.phaseFor(host);
    }

    /** The phase for this host's calls after the event. */
    public Phase phaseAfter() {
      return after.phaseFor(host);
    }
  }

  /**
   * A breaker by name.
   *
   * @param policy the caller's policy; if empty, the last one in force, or the default
   */
  public StoredBreaker(StateStore store, BreakerName name, Optional<BreakerPolicy> policy) {
    this.store = store;
    this.name = name;
    this.policy = policy;
  }

  /** The same breaker for one call: its report goes to the place that gave its permit. */
  public StoredBreaker forOneCall() {
    return new StoredBreaker(store.forOneCall(), name, policy);
  }

  /**
   * Asks for a permit for this process, however long the store waits.
   *
   * @param lease the maximum duration of the call as a probe
   * @throws StateException if the state can't be read or stored
   */
  public Applied ask(Duration lease) throws StateException {
    return ask(lease, Deadline.NEVER);
  }

  /**
   * Asks for a permit for this process.
   *
   * @param lease how long the call may take as a probe
   * @param deadline when to stop waiting for the store
   * @throws StateException if the state can't be read or stored
   */
  public Applied ask(Duration lease, Deadline deadline) throws StateException {
    return transact(view -> update(view, asking(view, lease)), deadline);
  }

  /**
   * Whether a call would be permitted now. Nothing is counted and no lease is granted, but the
   * effect of time is stored, so that a clock that was set back is noticed even by processes that
   * only check.
   *
   * @throws StateException if the state can't be read or stored
   */
  public Applied check() throws StateException {
    return check(Deadline.NEVER);
  }

  /**
   * The same as {@link #check()}, with a limit on the wait for the store.
   *
   * @param deadline when to stop waiting for the store
   * @throws StateException if the state can't be read or stored
   */
  public Applied check(Deadline deadline) throws StateException {
    return transact(
        view -> {
          Update<BreakerRecord, Applied> expired = update(view, new BreakerEvent.Expire());
          Applied now = expired.answer();
          Decision would =
              Breaker.apply(
                      now.after(),
                      asking(view, Duration.ZERO).on(now.host()),
                      view.now(),
                      now.policy())
                  .decision();
          return expired.withAnswer(
              new Applied(now.now(), now.before(), now.after(), now.policy(), would, now.host()));
        },
        deadline);
  }

  /**
   * Reports the end of a call.
   *
   * @throws StateException if the state can't be read or stored
   */
  public Applied report(BreakerEvent.Report report) throws StateException {
    return store.store(FORMAT, name.value(), view -> update(view, report));
  }

  /**
   * Closes it and clears its counters. A breaker that does not exist is not created.
   *
   * @throws StateException if the state can't be read or stored
   */
  public Applied reset() throws StateException {
    return transact(this::reset);
  }

  private Update<BreakerRecord, Applied> reset(View<BreakerRecord> view) {
    Update<BreakerRecord, Applied> reset = update(view, new BreakerEvent.Reset());
    return view.record().isPresent() ? reset : new Update.Keep<>(reset.answer());
  }

  /**
   * Resets all breakers of a store, except unreadable ones.
   *
   * @return a line for each unreadable record
   * @throws StateException if a state can't be stored
   */
  public static List<String> resetAll(StateStore store) throws StateException {
    return store.updateAll(FORMAT, view -> named(store, view).reset(view));
  }

  private static StoredBreaker named(StateStore store, View<BreakerRecord> view) {
    return new StoredBreaker(store, view.record().orElseThrow().name(), Optional.empty());
  }

  /**
   * Forces it open.
   *
   * @param time the time to stay OPEN; empty for until reset
   * @throws StateException if the state can't be read or stored
   */
  public Applied forceOpen(Optional<Duration> time) throws StateException {
    return transact(view -> update(view, new BreakerEvent.ForceOpen(time)));
  }

  private Applied transact(Function<View<BreakerRecord>, Update<BreakerRecord, Applied>> change)
      throws StateException {
    return transact(change, Deadline.NEVER);
  }

  private Applied transact(
      Function<View<BreakerRecord>, Update<BreakerRecord, Applied>> change, Deadline deadline)
      throws StateException {
    return store.update(FORMAT, name.value(), change, deadline);
  }

  /**
   * An ask of this process. The holder is stored only with a probe's lease, which a breaker that is
   * CLOSED for all hosts never grants.
   */
  private static BreakerEvent asking(View<BreakerRecord> view, Duration lease) {
    boolean closed =
        view.record().map(BreakerRecord::state).map(StoredBreaker::isClosedForAll).orElse(true);
    String holder = closed ? "" : view.holders().self();
    return new BreakerEvent.Ask(holder, lease, view.holders()::isAlive);
  }

  private static boolean isClosedForAll(BreakerState state) {
    return state.phase() instanceof Phase.Closed && state.hosts().isEmpty();
  }

  private Update<BreakerRecord, Applied> update(View<BreakerRecord> view, BreakerEvent event) {
    Optional<BreakerRecord> stored = view.record();
    BreakerPolicy inForce =
        policy.or(() -> stored.map(BreakerRecord::policy)).orElse(BreakerPolicy.DEFAULT);
    BreakerState before = stored.map(BreakerRecord::state).orElse(BreakerState.FRESH);
    String host = inForce.quorum().isPresent() ? view.holders().host() : "";
    Transition transition = Breaker.apply(before, event.on(host), view.now(), inForce);
    BreakerState after = transition.state();
    Applied applied = new Applied(view.now(), before, after, inForce, transition.decision(), host);
    BreakerRecord record = new BreakerRecord(name, inForce, after);
    boolean lasting = isLasting(before, after);
    return switch (event) {
      case BreakerEvent.Report _ ->
          new Update.Append<>(
              () -> fact(view, event), record, lasting, false, applied, applied.already());
      case BreakerEvent.Ask ask when transition.decision() instanceof Decision.Rejected no -> {
        BreakerEvent rejected = new BreakerEvent.Rejected(no.thisHostOnly(), ask.host());
        yield new Update.Append<>(
            () -> fact(view, rejected), record, lasting, true, applied, applied.already());
      }
      // the policy of a permitted call is stored with its report
      case BreakerEvent.Ask _ when after.equals(before) -> new Update.Keep<>(applied);
      default ->
          after.equals(before)
                  && stored.map(BreakerRecord::policy).stream().allMatch(inForce::equals)
              ? new Update.Keep<>(applied)
              : new Update.Write<>(record, lasting, applied);
    };
  }

  /** With the host wherever a quorum may be in force, since the same fact serves every view. */
  private byte[] fact(View<BreakerRecord> view, BreakerEvent event) {
    boolean alone = policy.isPresent() && policy.get().quorum().isEmpty();
    return FactJson.write(event.on(alone ? "" : view.holders().host()), policy);
  }

  /**
   * Whether a change must survive a power cut: changes of phase and resets, which begin a
   * generation, and decisions of a user. Lost counts, leases and rejections do no lasting harm.
   */
  private static boolean isLasting(BreakerState before, BreakerState after) {
    return after.generation() != before.generation()
        || generations(after) != generations(before)
        || (after.phase() instanceof Phase.Open open
            && !(open.hold() instanceof Phase.Hold.Recovery));
  }

  /** Grows with every change of phase on any host. */
  private static long generations(BreakerState state) {
    return state.hosts().stream().mapToLong(host -> host.own().generation()).sum();
  }
}
