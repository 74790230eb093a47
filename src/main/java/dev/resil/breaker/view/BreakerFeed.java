package dev.resil.breaker.view;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.Change;
import dev.resil.breaker.HostBreaker;
import dev.resil.breaker.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The changes of breakers between two looks at them. */
public final class BreakerFeed {
  private Map<BreakerName, BreakerView> before = new TreeMap<>();

  /**
   * A change of a breaker's state.
   *
   * @param at the time
   * @param breaker its name
   * @param host the only host affected; empty: all hosts
   * @param from the state before; empty if unknown
   * @param to the state after; empty if it was removed
   * @param cause the reason, if known
   * @param nextProbe the time until a call is permitted; empty if one is now, or unknown
   */
  public record Step(
      Instant at,
      BreakerName breaker,
      Optional<String> host,
      Optional<Phase.Kind> from,
      Optional<Phase.Kind> to,
      Optional<Change.Cause> cause,
      Optional<Duration> nextProbe) {}

  /**
   * The changes since the last look; at the first look, the current states.
   *
   * @param views all watched breakers
   * @param now the time of the look, used if no better time is known
   */
  public List<Step> look(Collection<BreakerView> views, Instant now) {
    List<Step> steps = new ArrayList<>();
    Map<BreakerName, BreakerView> after = new TreeMap<>();
    for (BreakerView view : views) {
      Optional<BreakerView> known = Optional.ofNullable(before.get(view.name()));
      if (known.isPresent()) {
        changes(steps, known.get(), view);
      } else {
        steps.add(step(view, view.since().orElse(now), Optional.empty(), Optional.empty()));
      }
      hosts(steps, known, view);
      after.put(view.name(), view);
    }
    before.forEach((name, view) -> {
      if (!after.containsKey(name)) {
        steps.add(
            new Step(
                now,
                name,
                Optional.empty(),
                Optional.of(view.state().phase().kind()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
      }
    });
    before = after;
    return steps;
  }

  private static Step step(
      BreakerView view, Instant at, Optional<Phase.Kind> from, Optional<Change.Cause> cause) {
    return new Step(
        at,
        view.name(),
        Optional.empty(),
        from,
        Optional.of(view.state().phase().kind()),
        cause,
        nextProbe(view, view.state().phase()));
  }

  private static Optional<Duration> nextProbe(BreakerView view, Phase phase) {
    return phase instanceof Phase.Open open
        ? open.remaining(view.now(), view.policy())
        : Optional.empty();
  }

  private static void changes(List<Step> steps, BreakerView old, BreakerView view) {
    List<Change> changes = newOnes(old.state().history(), view.state().history());
    Phase.Kind from = old.state().phase().kind();
    for (Change change : changes) {
      boolean last = change.equals(changes.getLast());
      steps.add(
          last
              ? step(view, change.at(), Optional.of(change.from()), Optional.of(change.cause()))
              : new Step(
                  change.at(),
                  view.name(),
                  Optional.empty(),
                  Optional.of(change.from()),
                  Optional.of(change.to()),
                  Optional.of(change.cause()),
                  Optional.empty()));
      from = change.to();
    }
    if (from != view.state().phase().kind()) {
      // a breaker that was removed and created again has no history
      steps.add(step(view, view.now(), Optional.of(from), Optional.empty()));
    }
  }

  /** The changes after the latest known one; a history drops its oldest changes. */
  private static List<Change> newOnes(List<Change> old, List<Change> now) {
    for (int i = old.size() - 1; i >= 0; i--) {
      int at = now.lastIndexOf(old.get(i));
      if (at >= 0) {
        return now.subList(at + 1, now.size());
      }
    }
    return now;
  }

  /** Adds changes of single hosts; while the breaker is OPEN for all, they make no difference. */
  private static void hosts(List<Step> steps, Optional<BreakerView> old, BreakerView view) {
    if (view.state().phase() instanceof Phase.Open) {
      return;
    }
    Map<String, Phase.Kind> kinds = old.map(BreakerFeed::kinds).orElseGet(HashMap::new);
    for (HostBreaker host : view.hosts()) {
      Phase phase = host.own().phase();
      Phase.Kind from = kinds.getOrDefault(host.host(), Phase.Kind.CLOSED);
      if (phase.kind() != from) {
        steps.add(
            new Step(
                phase instanceof Phase.Open(Instant since, _) ? since : view.now(),
                view.name(),
                Optional.of(host.host()),
                Optional.of(from),
                Optional.of(phase.kind()),
                Optional.empty(),
                nextProbe(view, phase)));
      }
    }
  }

  private static Map<String, Phase.Kind> kinds(BreakerView view) {
    Map<String, Phase.Kind> kinds = new LinkedHashMap<>();
    boolean open = view.state().phase() instanceof Phase.Open;
    view.hosts()
        .forEach(
            host -> kinds.put(host.host(), open ? Phase.Kind.CLOSED : host.own().phase().kind()));
    return kinds;
  }

  /** The time until the next change by time alone: the earliest end of an OPEN. */
  public Optional<Duration> nextChange() {
    return before.values().stream().flatMap(BreakerFeed::ends).min(Duration::compareTo);
  }

  private static Stream<Duration> ends(BreakerView view) {
    Stream<Phase> hosts = view.hosts().stream().map(host -> host.own().phase());
    return Stream.concat(Stream.of(view.state().phase()), hosts)
        .flatMap(phase -> nextProbe(view, phase).stream());
  }
}
