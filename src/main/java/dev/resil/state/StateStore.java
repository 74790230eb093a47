package dev.resil.state;

import java.util.function.Function;

/**
 * Records that outlive the process and are shared with others. The interface knows no files: one
 * transaction is one call, and the time and the holders of leases are the store's own, so that a
 * store on a server can answer with one round trip and the server's clock.
 */
public interface StateStore {
  /**
   * Reads a record, applies a change and stores what comes of it, with nobody else in between.
   *
   * @param format what the record is about
   * @param name the record's name: any text without a lone surrogate
   * @param change from what is there to what shall be; without effects, since it may be called
   *     again with another view
   * @return the change's answer
   * @throws StateException where the record can't be read or stored; then nothing is stored
   */
  <R, T> T update(RecordFormat<R> format, String name, Function<View<R>, Update<R, T>> change)
      throws StateException;

  /**
   * Stores what a change makes of a record, whatever that is, with nobody else in between. A power
   * cut can bring back what was stored before.
   *
   * @param change without effects, since it may be called again with another view
   * @return what was stored
   * @throws StateException where the record can't be read or stored; then nothing is stored
   */
  default <R> R rewrite(RecordFormat<R> format, String name, Function<View<R>, R> change)
      throws StateException {
    return update(format, name, view -> Update.Write.answering(change.apply(view)));
  }

  /**
   * Looks at a record as it is, changing nothing.
   *
   * @throws StateException where it can't be read
   */
  <R> View<R> read(RecordFormat<R> format, String name) throws StateException;

  /**
   * All records of a kind, ordered by name. Those that can't be read are left out and named in the
   * listing.
   *
   * @throws StateException where none can be read
   */
  <R> Listing<R> list(RecordFormat<R> format) throws StateException;

  /**
   * Forgets a record, one that can't be read included.
   *
   * @return whether there was one
   * @throws StateException where it can't be removed
   */
  boolean remove(RecordFormat<?> format, String name) throws StateException;

  /** What tells that records of a kind may have changed, until it is closed. */
  default Changes changes(RecordFormat<?> format) {
    return Changes.UNTOLD;
  }
}
