package dev.resil.limit.view;

import dev.resil.limit.Hold;
import dev.resil.limit.Kind;
import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.limit.Owner;
import dev.resil.limit.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The changes of limits between two looks at them. */
public final class LimitFeed {
  private Map<LimitName, LimitView> before = new TreeMap<>();

  /** What has happened to a limit. */
  public sealed interface Event {
    /** It is seen for the first time, and nobody holds it or waits for it. */
    record Free() implements Event {}

    /** A permit was granted. */
    record Granted(Hold hold) implements Event {}

    /** A permit is free again. */
    record Released(Hold hold, Duration after) implements Event {}

    /** Permits that were not held, or no longer when looked for: of a rate, say. */
    record Passed(long count) implements Event {}

    /** Someone waits. */
    record Waiting(Kind kind, Owner owner) implements Event {}

    /** Someone no longer waits, without a permit. */
    record GaveUp(Kind kind, Owner owner, Duration after) implements Event {}

    /** Requests were refused. */
    record Refused(long count) implements Event {}

    /** Retries were refused for want of budget. */
    record RetriesRefused(long count) implements Event {}

    /** It was removed. */
    record Removed() implements Event {}
  }

  /**
   * A change.
   *
   * @param at the time
   * @param limit the name of the limit
   */
  public record Step(Instant at, LimitName limit, Event event) {}

  /**
   * The changes since the last look; at the first look, who holds and who waits.
   *
   * @param views all watched limits
   * @param now the time of the look
   */
  public List<Step> look(Collection<LimitView> views, Instant now) {
    List<Step> steps = new ArrayList<>();
    Map<LimitName, LimitView> after = new TreeMap<>();
    for (LimitView view : views) {
      Optional<LimitView> known =
          Optional.ofNullable(before.get(view.name())).filter(old -> continues(old, view));
      if (known.isPresent()) {
        changes(steps, known.get().state(), view);
      } else {
        first(steps, view);
      }
      after.put(view.name(), view);
    }
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> steps.add(new Step(now, name, new Event.Removed())));
    before = after;
    return steps;
  }

  /** Whether a limit was not removed and created again meanwhile. */
  private static boolean continues(LimitView old, LimitView view) {
    return view.state().counters().granted() >= old.state().counters().granted()
        && view.state().counters().refused() >= old.state().counters().refused();
  }

  private static void first(List<Step> steps, LimitView view) {
    LimitState state = view.state();
    if (state.holds().isEmpty() && state.queue().isEmpty()) {
      steps.add(new Step(view.now(), view.name(), new Event.Free()));
    }
    for (Hold hold : state.holds()) {
      steps.add(new Step(hold.since(), view.name(), new Event.Granted(hold)));
    }
    waiting(steps, List.of(), view);
  }

  private static void changes(List<Step> steps, LimitState old, LimitView view) {
    LimitState state = view.state();
    for (Hold hold : old.holds()) {
      if (!isIn(state.holds(), hold)) {
        Duration after = Duration.between(hold.since(), view.now());
        steps.add(new Step(view.now(), view.name(), new Event.Released(hold, after)));
      }
    }
    long passed = state.counters().granted() - old.counters().granted();
    for (Hold hold : state.holds()) {
      if (!isIn(old.holds(), hold)) {
        steps.add(new Step(hold.since(), view.name(), new Event.Granted(hold)));
        passed--;
      }
    }
    if (passed > 0) {
      steps.add(new Step(view.now(), view.name(), new Event.Passed(passed)));
    }
    for (Ticket ticket : old.queue()) {
      Kind kind = ticket.demand().kind();
      // who left and got a permit that is over already is among those that passed
      if (!waits(state.queue(), ticket) && !holds(state, kind, ticket.owner()) && passed <= 0) {
        Duration after = Duration.between(ticket.since(), view.now());
        steps.add(new Step(view.now(), view.name(), new Event.GaveUp(kind, ticket.owner(), after)));
      }
    }
    waiting(steps, old.queue(), view);
    long refused = state.counters().refused() - old.counters().refused();
    if (refused > 0) {
      steps.add(new Step(view.now(), view.name(), new Event.Refused(refused)));
    }
    long retries = retriesRefused(state) - retriesRefused(old);
    if (retries > 0) {
      steps.add(new Step(view.now(), view.name(), new Event.RetriesRefused(retries)));
    }
  }

  private static long retriesRefused(LimitState state) {
    return state.ledger().map(ledger -> ledger.refused()).orElse(0L);
  }

  private static void waiting(List<Step> steps, List<Ticket> old, LimitView view) {
    for (Ticket ticket : view.state().queue()) {
      if (!waits(old, ticket)) {
        Event event = new Event.Waiting(ticket.demand().kind(), ticket.owner());
        steps.add(new Step(ticket.since(), view.name(), event));
      }
    }
  }

  private static boolean waits(List<Ticket> queue, Ticket ticket) {
    return queue.stream()
        .anyMatch(other ->
            other.owner().run().equals(ticket.owner().run())
                && other.demand().kind() == ticket.demand().kind());
  }

  private static boolean isIn(List<Hold> holds, Hold hold) {
    return holds.stream().anyMatch(other -> other.number() == hold.number());
  }

  private static boolean holds(LimitState state, Kind kind, Owner owner) {
    return state.holds(kind).stream().anyMatch(hold -> hold.owner().run().equals(owner.run()));
  }
}
