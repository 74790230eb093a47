package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.view.BreakerView;
import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.UsageException;
import dev.resil.state.Listing;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.text.Printable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The stored breakers.
 *
 * @param views as they are now, ordered by name
 * @param problems one line for each unreadable record
 */
public record KnownBreakers(List<BreakerView> views, List<String> problems) {
  /** Reads them all. */
  public static KnownBreakers in(StateStore store) throws StateException {
    Listing<BreakerRecord> listing = store.list(new BreakerFormat());
    return new KnownBreakers(
        listing.records().stream()
            .map(record -> BreakerView.of(record, listing.now(), listing.holders()))
            .toList(),
        listing.problems());
  }

  /**
   * Those of the names; all if none is given.
   *
   * @throws UsageException if a name is unknown
   */
  List<BreakerView> named(Collection<BreakerName> names) {
    return names.isEmpty() ? views : names.stream().map(this::named).toList();
  }

  private BreakerView named(BreakerName name) {
    return views.stream()
        .filter(view -> view.name().equals(name))
        .findAny()
        .orElseThrow(() -> unknown(name));
  }

  /** The notice about a breaker that is new; empty if it is known. */
  Optional<String> newcomer(BreakerName name) {
    List<String> all = views.stream().map(view -> view.name().value()).toList();
    if (all.contains(name.value())) {
      return Optional.empty();
    }
    List<String> near = Nearest.to(name.value(), all);
    return Optional.of(
        "breaker %s: is new%s"
            .formatted(
                Printable.word(name.value()),
                near.isEmpty() ? "" : "; did you mean " + Printable.word(near.getFirst()) + "?"));
  }

  /** The error for an unknown name, with a suggestion. */
  UsageException unknown(BreakerName name) {
    List<String> names = views.stream().map(view -> view.name().value()).toList();
    String remedy = Nearest.remedy(name.value(), names, "see 'resil breaker list'");
    return new UsageException("breaker " + Printable.word(name.value()) + ": unknown; " + remedy);
  }
}
