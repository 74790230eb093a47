package dev.resil.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rules of a limit, as functions from its state to the next one.
 *
 * <p><b>Order.</b> Who must wait gets a place in the queue. A request is granted what is left once
 * all who wait longer, and can begin now, are served.
 *
 * <p><b>Numbers.</b> Each permit has a larger number than all before. It is at least the time in
 * milliseconds, so that this holds even if the record was lost or removed.
 */
public final class Limit {
  /** Each place is part of the record. Who finds none is served after those that have one. */
  private static final int LONGEST_QUEUE = 500;

  private Limit() {}

  /**
   * A request.
   *
   * @param owner who asks
   * @param demand what for
   * @param waits whether it stays in the queue
   * @param lease how long a permit is valid without renewal
   */
  public record Ask(Owner owner, Demand demand, boolean waits, Duration lease) {}

  /**
   * The result of a request.
   *
   * @param state the next state
   * @param answer the answer
   */
  public record Step(LimitState state, Answer answer) {}

  /** The state at a time, without the permits and places of those that are gone. */
  public static LimitState current(LimitState state, Instant now, Life.Of lives) {
    return current(state, now, lives, _ -> false);
  }

  /**
   * The same up to some place in the queue: those after it need no look.
   *
   * @param end the place
   */
  private static LimitState current(
      LimitState state, Instant now, Life.Of lives, Predicate<Ticket> end) {
    List<Hold> holds =
        state.holds().stream()
            .map(hold -> hold.notAfter(now))
            .filter(hold -> hold.isHeld(now, lives))
            .toList();
    List<Ticket> queue = new ArrayList<>();
    boolean ended = false;
    for (Ticket stored : state.queue()) {
      Ticket ticket = stored.notAfter(now);
      ended |= end.test(ticket);
      if (ended || ticket.isValid(now, lives)) {
        queue.add(ticket);
      }
    }
    boolean same = holds.equals(state.holds()) && queue.equals(state.queue());
    return same ? state : state.freeing(holds, queue);
  }

  /** Answers a request. */
  public static Step ask(LimitState before, Ask ask, Instant now, Life.Of lives) {
    LimitState found =
        current(before, now, lives, ticket -> ticket.isOf(ask.owner(), ask.demand().kind()));
    LimitState state = demanded(found, ask.demand(), now);
    Optional<Hold> own = own(state, ask);
    if (own.isPresent()) {
      // the answer to an earlier request was lost
      return new Step(state, new Answer.Granted(own.get().number()));
    }
    Line line = Line.of(state, ask);
    return line.room().admits(ask.demand())
        ? granted(state, ask, now)
        : limited(state, ask, now, line);
  }

  private static Optional<Hold> own(LimitState state, Ask ask) {
    return state.holds(ask.demand().kind()).stream()
        .filter(hold -> hold.owner().run().equals(ask.owner().run()))
        .findFirst();
  }

  /** The state with the limits of a request, which replace earlier ones. */
  private static LimitState demanded(LimitState state, Demand demand, Instant now) {
    if (demand.kind() == Kind.LOCK) {
      return state;
    }
    LimitState with = state;
    if (demand.rate().isPresent()) {
      Rate rate = demand.rate().get();
      with =
          with.withBucket(
              state.bucket().map(old -> old.at(now, rate)).orElseGet(() -> Bucket.full(rate, now)));
    }
    return demand.most().isPresent() ? with.withMost(demand.most().getAsInt()) : with;
  }

  private static Step granted(LimitState state, Ask ask, Instant now) {
    Demand demand = ask.demand();
    long number = Math.max(state.counters().lastNumber() + 1, now.toEpochMilli());
    LimitState next = state.serving(others(state.queue(), ask.owner(), demand.kind()));
    next = next.withCounters(next.counters().withGranted(number));
    if (demand.most().isPresent()) {
      List<Hold> holds = new ArrayList<>(state.holds());
      holds.add(new Hold(number, demand.kind(), ask.owner(), now, now, ask.lease()));
      next = next.withHolds(holds);
    }
    if (demand.rate().isPresent()) {
      next = next.withBucket(state.bucket().orElseThrow().take());
    }
    return new Step(next, new Answer.Granted(number));
  }

  private static Step limited(LimitState state, Ask ask, Instant now, Line line) {
    Demand demand = ask.demand();
    List<Hold> holds =
        line.room().hasPlace() || demand.most().isEmpty() ? List.of() : state.holds(demand.kind());
    Answer.Limited answer =
        new Answer.Limited(
            line.room().lacking(state, demand),
            holds,
            line.ahead(),
            line.before(),
            line.needed(),
            line.room().until(state, demand));
    LimitState next =
        ask.waits()
            ? state.withQueue(queued(state.queue(), ask, now))
            : refused(leave(state, ask.owner(), demand.kind()));
    return new Step(next, answer);
  }

  private static LimitState refused(LimitState state) {
    return state.withCounters(state.counters().withRefused());
  }

  private static List<Ticket> queued(List<Ticket> queue, Ask ask, Instant now) {
    List<Ticket> next = new ArrayList<>();
    boolean found = false;
    for (Ticket ticket : queue) {
      boolean own = ticket.isOf(ask.owner(), ask.demand().kind());
      found |= own;
      next.add(own && ticket.isStale(now) ? ticket.renewed(now) : ticket);
    }
    if (!found && next.size() < LONGEST_QUEUE) {
      next.add(new Ticket(ask.demand(), ask.owner(), now, now));
    }
    return next;
  }

  private static List<Ticket> others(List<Ticket> queue, Owner owner, Kind kind) {
    return queue.stream().filter(ticket -> !ticket.isOf(owner, kind)).toList();
  }

  /** The state after someone has given up waiting. */
  public static LimitState leave(LimitState state, Owner owner, Kind kind) {
    return state.freeing(state.holds(), others(state.queue(), owner, kind));
  }

  /** The state without all that a run has. */
  public static LimitState without(LimitState state, String run) {
    return state.freeing(
        state.holds().stream().filter(hold -> !hold.owner().run().equals(run)).toList(),
        state.queue().stream().filter(ticket -> !ticket.owner().run().equals(run)).toList());
  }

  /** The state without a permit; the same if it is not held. */
  public static LimitState release(LimitState state, long number) {
    return state.freeing(
        state.holds().stream().filter(hold -> hold.number() != number).toList(), state.queue());
  }

  /**
   * The state after a permit was not used: as {@link #release}, and if no other was granted since,
   * its start does not count.
   */
  public static LimitState withdraw(LimitState state, long number, Demand demand) {
    LimitState without = release(state, number);
    return demand.rate().isPresent() && state.counters().lastNumber() == number
        ? without.bucket().map(bucket -> without.withBucket(bucket.giveBack())).orElse(without)
        : without;
  }

  /** The state after the first attempt of a run began. */
  public static LimitState begun(LimitState state, Budget budget, Instant now) {
    return state.withLedger(ledger(state, budget, now).withAttempt(now));
  }

  /**
   * Asks for a retry.
   *
   * @return the state with it; empty if the budget is spent
   */
  public static Optional<LimitState> retried(LimitState state, Budget budget, Instant now) {
    Ledger ledger = ledger(state, budget, now);
    return ledger.retries(now) < ledger.permitted(now)
        ? Optional.of(state.withLedger(ledger.withRetry(now)))
        : Optional.empty();
  }

  /** The state after a retry was refused. */
  public static LimitState retryRefused(LimitState state, Budget budget, Instant now) {
    return state.withLedger(ledger(state, budget, now).withRefusal());
  }

  private static Ledger ledger(LimitState state, Budget budget, Instant now) {
    return state
        .ledger()
        .map(stored -> stored.at(now, budget))
        .orElseGet(() -> Ledger.empty(budget));
  }

  /** The state after an owner said that it lives; empty if it has lost the permit. */
  public static Optional<LimitState> renew(LimitState state, long number, Instant now) {
    boolean held = state.holds().stream().anyMatch(hold -> hold.number() == number);
    return held
        ? Optional.of(
            state.withHolds(
                state.holds().stream()
                    .map(hold -> hold.number() == number ? hold.renewed(now) : hold)
                    .toList()))
        : Optional.empty();
  }
}
