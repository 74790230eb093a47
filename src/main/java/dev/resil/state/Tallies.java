package dev.resil.state;

/**
 * Counts under names that outlive the process and are shared with others. Unlike a {@link
 * StateStore}'s records they are only ever added to, so that a store on a server need not answer
 * before the process goes on.
 */
public interface Tallies {
  /** The kind of the records, as {@link RecordFormat#kind()} has it. */
  String KIND = "stats";

  /**
   * Adds to what there is under a name. It may be lost with a machine or a connection that breaks
   * down at that moment.
   *
   * @throws StateException where it is known that it was not stored
   */
  void add(String name, Counts more, Counts.Bounds bounds) throws StateException;

  /**
   * What there is under a name.
   *
   * @return {@link Counts#NONE} where there is nothing
   * @throws StateException where it can't be read
   */
  Counts of(String name) throws StateException;

  /**
   * All that there is.
   *
   * @throws StateException where nothing can be read
   */
  Tallied all() throws StateException;

  /**
   * Forgets what there is under a name, what can't be read included.
   *
   * @return whether there was something
   * @throws StateException where it can't be removed
   */
  boolean remove(String name) throws StateException;
}
