package dev.resil.state;

import dev.resil.time.Deadline;
import java.util.List;
import java.util.function.Function;

/**
 * Records that outlive the process and are shared with other processes. The interface knows no
 * files: one transaction is one call, and the store supplies the time and the lease holders, so
 * that a store on a server can answer in one round trip, by the server's clock.
 */
public interface StateStore {
  /**
   * Reads a record, applies a change and stores the result, atomically.
   *
   * @param format the kind of record
   * @param name the record's name: any text without a lone surrogate
   * @param change from the stored record to the new one; free of side effects, since it may be
   *     called again with another view
   * @param deadline when to stop waiting for a lock or a server, on {@link System#nanoTime}; the
   *     store may stop sooner
   * @return the answer of the change
   * @throws StateException if the record can't be read or stored in time; nothing is stored then
   */
  <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException;

  /** The same without a deadline: it waits until the store itself stops. */
  default <R, T> T update(
      RecordFormat<R> format, String name, Function<View<R>, Update<R, T>> change)
      throws StateException {
    return update(format, name, change, Deadline.NEVER);
  }

  /**
   * The same for a change that stores something whatever the record is: a store need not look first
   * whether there is anything to store.
   */
  default <R, T> T store(
      RecordFormat<R> format, String name, Function<View<R>, Update<R, T>> change)
      throws StateException {
    return update(format, name, change);
  }

  /**
   * Stores the result of a change unconditionally, atomically. A power cut can bring back the
   * previous record.
   *
   * @param change free of side effects, since it may be called again with another view
   * @return the stored record
   * @throws StateException if the record can't be read or stored; nothing is stored then
   */
  default <R> R rewrite(RecordFormat<R> format, String name, Function<View<R>, R> change)
      throws StateException {
    return store(format, name, view -> Update.Write.answering(change.apply(view)));
  }

  /**
   * Reads a record without changing it.
   *
   * @throws StateException if it can't be read
   */
  <R> View<R> read(RecordFormat<R> format, String name) throws StateException;

  /**
   * All records of a kind, ordered by name. Unreadable records are left out and reported in the
   * listing.
   *
   * @throws StateException if none can be read
   */
  <R> Listing<R> list(RecordFormat<R> format) throws StateException;

  /**
   * The names of all records of a kind, for suggestions: some may be unreadable.
   *
   * @throws StateException if none can be read
   */
  default <R> List<String> names(RecordFormat<R> format) throws StateException {
    return list(format).records().stream().map(format::name).toList();
  }

  /**
   * Applies a change to each record of a kind, in a transaction of its own, but waits for the disk
   * only once. Unreadable records are left alone.
   *
   * @return a line for each unreadable record
   * @throws StateException if a record can't be stored; some may have been then
   */
  default <R> List<String> updateAll(RecordFormat<R> format, Function<View<R>, Update<R, ?>> change)
      throws StateException {
    Listing<R> all = list(format);
    for (R record : all.records()) {
      update(format, format.name(record), change::apply);
    }
    return all.problems();
  }

  /**
   * Removes a record, even an unreadable one.
   *
   * @return whether it existed
   * @throws StateException if it can't be removed
   */
  boolean remove(RecordFormat<?> format, String name) throws StateException;

  /**
   * Removes all records of a kind, even unreadable ones.
   *
   * @throws StateException if one can't be removed
   */
  default void removeAll(RecordFormat<?> format) throws StateException {
    for (String name : names(format)) {
      remove(format, name);
    }
  }

  /**
   * A store for the transactions of one call, which all go to the same place. A store with several
   * places tries the first one again, even if it has failed before.
   */
  default StateStore forOneCall() {
    return this;
  }

  /** Notifications that records of a kind may have changed, until closed. */
  default Changes changes(RecordFormat<?> format) {
    return Changes.POLLED;
  }

  /** Notifications that one record may have changed, until closed. */
  default Changes changes(RecordFormat<?> format, String name) {
    return Changes.POLLED;
  }

  /** The store that alone decides, if this one falls back to another. */
  default StateStore deciding() {
    return this;
  }
}
