package dev.resil.state;

import java.util.List;

/**
 * Named counts that outlive the process and are shared with other processes. Unlike the records of
 * a {@link StateStore} they are only ever added to, so that a process need not wait for a server's
 * answer.
 */
public interface Tallies {
  /** The kind of the records, see {@link RecordFormat#kind()}. */
  String KIND = "stats";

  /**
   * Adds to the counts of a name. The addition may be lost if the machine or the connection fails
   * at that moment.
   *
   * @throws StateException if it is known not to be stored
   */
  void add(String name, Counts more, Counts.Bounds bounds) throws StateException;

  /**
   * The counts of a name, if there are any.
   *
   * @throws StateException if no counts can be read
   */
  Tallied of(String name) throws StateException;

  /**
   * The names with counts, for suggestions: some may be unreadable.
   *
   * @throws StateException if none can be read
   */
  default List<String> names() throws StateException {
    return List.copyOf(all().counts().keySet());
  }

  /**
   * All counts.
   *
   * @throws StateException if none can be read
   */
  Tallied all() throws StateException;

  /**
   * Removes the counts of a name, even unreadable ones.
   *
   * @return whether there were any
   * @throws StateException if they can't be removed
   */
  boolean remove(String name) throws StateException;

  /**
   * Removes all counts, even unreadable ones.
   *
   * @throws StateException if some can't be removed
   */
  default void removeAll() throws StateException {
    for (String name : names()) {
      remove(name);
    }
  }
}
