package dev.resil.breaker.store;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Phase;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.StoredBreaker.Applied;
import dev.resil.run.Attempt;
import dev.resil.run.Guard;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.state.StateException;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * A stored breaker that guards a run. While its state can't be read or written, the run continues
 * as if it were CLOSED: resil must not be less available than the service it guards. The store is
 * asked again at each attempt; one message says that it failed, and one that it is back. A strict
 * guard permits no attempt after a failure.
 */
public final class BreakerGuard implements Guard {
  private final StoredBreaker breaker;
  private StoredBreaker current;
  private final BreakerName name;
  private final Terms terms;
  private final RunListener listener;
  private Optional<Permit> permit = Optional.empty();
  private boolean failed;

  /**
   * How a run uses a breaker.
   *
   * @param lease how long an attempt may take as a probe
   * @param strict whether to permit no attempt if the state can't be read
   */
  public record Terms(Duration lease, boolean strict) {}

  /** A guard that reports to a listener. */
  public BreakerGuard(StoredBreaker breaker, BreakerName name, Terms terms, RunListener listener) {
    this.breaker = breaker;
    this.current = breaker;
    this.name = name;
    this.terms = terms;
    this.listener = listener;
  }

  @Override
  public String name() {
    return name.value();
  }

  @Override
  public Optional<Decision> ask(boolean again, Deadline deadline) {
    permit = Optional.empty();
    if (!failed || !terms.strict()) {
      try {
        current = breaker.forOneCall();
        Decision decision = decision(again, deadline);
        back();
        return Optional.of(decision);
      } catch (StateException e) {
        if (deadline.isOver(System.nanoTime())) {
          // it might have answered later, but the run ends now: Noted is not a permit
          listener.on(new RunEvent.GuardFailed(e.getMessage()));
          return Optional.of(new Decision.Noted());
        }
        fail(e);
      }
    }
    return terms.strict() ? Optional.empty() : Optional.of(new Decision.Noted());
  }

  private Decision decision(boolean again, Deadline deadline) throws StateException {
    // a waiting run counts as rejected once, however often it checks
    if (again && current.check(deadline).decision() instanceof Decision.Rejected still) {
      return still;
    }
    Applied asked = current.ask(terms.lease(), deadline);
    seen(asked);
    if (asked.decision() instanceof Decision.Permitted permitted) {
      permit = Optional.of(permitted.permit());
    }
    return asked.decision();
  }

  @Override
  public void ended(Attempt.Ended attempt) {
    if (permit.isPresent()) {
      report(attempt.judgement().verdict(), attempt.duration(), attempt.outcome().name());
    }
  }

  @Override
  public void withdrawn() {
    if (permit.filter(Permit::isProbe).isPresent()) {
      report(Verdict.NEUTRAL, Duration.ZERO, "");
    }
  }

  private void report(Verdict verdict, Duration took, String outcome) {
    try {
      seen(current.report(new BreakerEvent.Report(permit, verdict, took, outcome)));
    } catch (StateException e) {
      fail(e);
    }
  }

  private void back() {
    if (failed) {
      failed = false;
      listener.on(new RunEvent.GuardedAgain(name.value()));
    }
  }

  private void fail(StateException e) {
    if (!failed) {
      failed = true;
      listener.on(
          terms.strict()
              ? new RunEvent.GuardFailed(e.getMessage())
              : new RunEvent.Unguarded(name.value(), e.getMessage()));
    }
  }

  private void seen(Applied applied) {
    Optional<Duration> nextProbe =
        applied.phaseAfter() instanceof Phase.Open open
            ? open.remaining(applied.now(), applied.policy())
            : Optional.empty();
    listener.on(
        new RunEvent.BreakerSeen(
            name.value(),
            applied.phaseBefore().kind(),
            applied.phaseAfter().kind(),
            nextProbe,
            !applied.phaseAfter().equals(applied.after().phase())));
  }
}
