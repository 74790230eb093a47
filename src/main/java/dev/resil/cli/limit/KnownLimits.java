package dev.resil.cli.limit;

import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.UsageException;
import dev.resil.limit.LimitName;
import dev.resil.limit.store.LimitFormat;
import dev.resil.limit.store.LimitRecord;
import dev.resil.limit.view.LimitView;
import dev.resil.state.Listing;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.View;
import dev.resil.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The stored limits.
 *
 * @param views as they are now, ordered by name
 * @param problems one line for each unreadable record
 */
record KnownLimits(List<LimitView> views, List<String> problems) {
  private static final LimitFormat FORMAT = new LimitFormat();

  /**
   * Reads those of the names, and no others; all if none is given.
   *
   * @throws UsageException if a name is unknown
   */
  static KnownLimits existing(StateStore store, Collection<LimitName> names) throws StateException {
    if (names.isEmpty()) {
      Listing<LimitRecord> listing = store.list(FORMAT);
      return new KnownLimits(
          listing.records().stream()
              .map(record -> LimitView.of(record, listing.now(), listing.holders()))
              .toList(),
          listing.problems());
    }
    List<LimitView> views = new ArrayList<>();
    Set<String> problems = new LinkedHashSet<>();
    for (LimitName name : names) {
      try {
        View<LimitRecord> view = store.read(FORMAT, name.value());
        if (view.record().isEmpty()) {
          throw unknown(store, name);
        }
        views.add(LimitView.of(view.record().get(), view.now(), view.holders()));
      } catch (StateException e) {
        if (!e.problem().isOfOneRecord()) {
          throw e;
        }
        problems.add(e.getMessage());
      }
    }
    return new KnownLimits(views, List.copyOf(problems));
  }

  /** The error for an unknown name, with a suggestion. */
  static UsageException unknown(StateStore store, LimitName name) throws StateException {
    String remedy = Nearest.remedy(name.value(), store.names(FORMAT), "see 'resil limit list'");
    return new UsageException("limit " + Printable.word(name.value()) + ": unknown; " + remedy);
  }
}
