package dev.resil.cli.records;

import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.UsageException;
import dev.resil.state.Holders;
import dev.resil.state.Listing;
import dev.resil.state.RecordFormat;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.View;
import dev.resil.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stored records of a kind.
 *
 * @param views as they are now, ordered by name
 * @param problems one line for each unreadable record
 */
public record Known<V>(List<V> views, List<String> problems) {
  /**
   * A kind of records.
   *
   * @param word its name, which is that of its command too
   * @param look makes a view of a record
   */
  public record Kind<R, V>(RecordFormat<R> format, String word, Look<R, V> look) {
    /** The error for an unknown name, with a suggestion. */
    public UsageException unknown(StateStore store, String name) throws StateException {
      String remedy =
          Nearest.remedy(name, store.names(format), "see 'resil %s list'".formatted(word));
      return new UsageException("%s %s: unknown; %s".formatted(word, Printable.word(name), remedy));
    }
  }

  /** Makes views. */
  public interface Look<R, V> {
    /** The view of a record at a time. */
    V at(R record, Instant now, Holders holders);
  }

  private interface Absent {
    void handle(String name) throws StateException;
  }

  /** Reads those of the names that exist, and no others; all if none is given. */
  public static <R, V> Known<V> in(StateStore store, Kind<R, V> kind, Collection<String> names)
      throws StateException {
    return in(store, kind, names, _ -> {});
  }

  /**
   * Reads those of the names, and no others; all if none is given.
   *
   * @throws UsageException if a name is unknown
   */
  public static <R, V> Known<V> existing(
      StateStore store, Kind<R, V> kind, Collection<String> names) throws StateException {
    return in(
        store,
        kind,
        names,
        name -> {
          throw kind.unknown(store, name);
        });
  }

  private static <R, V> Known<V> in(
      StateStore store, Kind<R, V> kind, Collection<String> names, Absent absent)
      throws StateException {
    if (names.isEmpty()) {
      Listing<R> listing = store.list(kind.format());
      return new Known<>(
          listing.records().stream()
              .map(record -> kind.look().at(record, listing.now(), listing.holders()))
              .toList(),
          listing.problems());
    }
    List<V> views = new ArrayList<>();
    Set<String> problems = new LinkedHashSet<>();
    for (String name : names) {
      try {
        View<R> view = store.read(kind.format(), name);
        if (view.record().isPresent()) {
          views.add(kind.look().at(view.record().get(), view.now(), view.holders()));
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
    return new Known<>(views, List.copyOf(problems));
  }
}
