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
import dev.resil.state.View;
import dev.resil.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** Reads those of the names, and no others; all if none is given. */
  public static KnownBreakers in(StateStore store, Collection<BreakerName> names)
      throws StateException {
    return in(store, names, _ -> {});
  }

  /**
   * Reads those of the names, and no others; all if none is given.
   *
   * @throws UsageException if a name is unknown
   */
  static KnownBreakers existing(StateStore store, Collection<BreakerName> names)
      throws StateException {
    return in(
        store,
        names,
        name -> {
          throw unknown(store, name);
        });
  }

  private interface Absent {
    void handle(BreakerName name) throws StateException;
  }

  private static KnownBreakers in(StateStore store, Collection<BreakerName> names, Absent absent)
      throws StateException {
    if (names.isEmpty()) {
      return in(store);
    }
    List<BreakerView> views = new ArrayList<>();
    Set<String> problems = new LinkedHashSet<>();
    for (BreakerName name : names) {
      try {
        View<BreakerRecord> view = store.read(new BreakerFormat(), name.value());
        if (view.record().isPresent()) {
          views.add(BreakerView.of(view.record().get(), view.now(), view.holders()));
        } else {
          absent.handle(name);
        }
      } catch (StateException e) {
        if (!e.problem().isOfOneRecord()) {
          throw e;
        }
        problems.add(e.getMessage());
      }
    }
    return new KnownBreakers(views, List.copyOf(problems));
  }

  /** The notice about a breaker that is new; empty if it exists, even if unreadable. */
  static Optional<String> newcomer(StateStore store, BreakerName name) throws StateException {
    KnownBreakers known = in(store, List.of(name));
    if (!known.views().isEmpty() || !known.problems().isEmpty()) {
      return Optional.empty();
    }
    List<String> near = Nearest.to(name.value(), store.names(new BreakerFormat()));
    return Optional.of(
        "breaker %s: is new%s"
            .formatted(
                Printable.word(name.value()),
                near.isEmpty() ? "" : "; did you mean " + Printable.word(near.getFirst()) + "?"));
  }

  /** The error for an unknown name, with a suggestion. */
  static UsageException unknown(StateStore store, BreakerName name) throws StateException {
    String remedy =
        Nearest.remedy(name.value(), store.names(new BreakerFormat()), "see 'resil breaker list'");
    return new UsageException("breaker " + Printable.word(name.value()) + ": unknown; " + remedy);
  }
}
