package dev.resil.state;

import dev.resil.time.Deadline;
import java.util.List;
import java.util.function.Function;

/** A store that passes each transaction on to another one. */
public abstract class RoutedStateStore implements StateStore {
  /** A transaction. */
  @FunctionalInterface
  protected interface Work<S, T> {
    /** Does it. */
    T on(S store) throws StateException;
  }

  /**
   * Does a transaction on the store that it is for.
   *
   * @throws StateException if that store, or the choice of one, fails
   */
  protected abstract <T> T routed(Work<StateStore, T> work) throws StateException;

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException {
    return routed(store -> store.update(format, name, change, deadline));
  }

  @Override
  public <R, T> T store(RecordFormat<R> format, String name, Function<View<R>, Update<R, T>> change)
      throws StateException {
    return routed(store -> store.store(format, name, change));
  }

  @Override
  public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
    return routed(store -> store.read(format, name));
  }

  @Override
  public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
    return routed(store -> store.list(format));
  }

  @Override
  public <R> List<String> names(RecordFormat<R> format) throws StateException {
    return routed(store -> store.names(format));
  }

  @Override
  public <R> List<String> updateAll(RecordFormat<R> format, Function<View<R>, Update<R, ?>> change)
      throws StateException {
    return routed(store -> store.updateAll(format, change));
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    return routed(store -> store.remove(format, name));
  }

  @Override
  public void removeAll(RecordFormat<?> format) throws StateException {
    routed(store -> {
      store.removeAll(format);
      return true;
    });
  }
}
