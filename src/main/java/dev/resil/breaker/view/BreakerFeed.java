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

/** What becomes of breakers from one look at them to the next. */
public final class BreakerFeed {
  private Map<BreakerName, BreakerView> before = new TreeMap<>();

  /**
   * A breaker came to another state.
   *
   * @param at when
   * @param breaker its name
   * @param host the only one for which it did; empty: it did for all
   * @param from the state before; empty: it was not known
   * @param to the state after; empty: it was removed
   * @param cause why, where the breaker remembers it
   * @param nextProbe how long until a call can be let through; empty where one can, or not known
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
   * What happened since the last look; at the first one, how they stand.
   *
   * @param views all breakers that are followed
   * @param now the time of the look, where there is no better
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
      // one that was removed and made anew remembers nothing
      steps.add(step(view, view.now(), Optional.of(from), Optional.empty()));
    }
  }

  /** What follows the latest change that was known; a history forgets its oldest ones. */
  private static List<Change> newOnes(List<Change> old, List<Change> now) {
    for (int i = old.size() - 1; i >= 0; i--) {
      int at = now.lastIndexOf(old.get(i));
      if (at >= 0) {
        return now.subList(at + 1, now.size());
      }
    }
    return now;
  }

  /** While it is OPEN for all, how a host stands for itself makes no difference. */
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

  /** When time alone changes one of those that were seen: the soonest end of an OPEN. */
  public Optional<Duration> nextChange() {
    return before.values().stream().flatMap(BreakerFeed::ends).min(Duration::compareTo);
  }

  private static Stream<Duration> ends(BreakerView view) {
    Stream<Phase> hosts = view.hosts().stream().map(host -> host.own().phase());
    return Stream.concat(Stream.of(view.state().phase()), hosts)
        .flatMap(phase -> nextProbe(view, phase).stream());
  }
}
