package dev.resil.state;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store that others share, and one of this host's own for when the first can't be used: from its
 * first failure on, which is told once, everything goes to the second, so that a process waits for
 * a server that is gone only once.
 */
public final class FallbackStateStore implements StateStore {
  private final StateStore shared;
  private final StateStore own;
  private final Consumer<String> notices;
  private boolean fallen;

  /**
   * A store before another one.
   *
   * @param notices hears, in one line, why the first can't be used
   */
  public FallbackStateStore(StateStore shared, StateStore own, Consumer<String> notices) {
    this.shared = shared;
    this.own = own;
    this.notices = notices;
  }

  private interface Work<T> {
    T on(StateStore store) throws StateException;
  }

  private <T> T firstOf(Work<T> work) throws StateException {
    if (!fallen) {
      try {
        return work.on(shared);
      } catch (StateException e) {
        fallen = true;
        notices.accept(e.getMessage() + "; using this host's own state instead");
      }
    }
    return work.on(own);
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format, String name, Function<View<R>, Update<R, T>> change)
      throws StateException {
    return firstOf(store -> store.update(format, name, change));
  }

  @Override
  public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
    return firstOf(store -> store.read(format, name));
  }

  @Override
  public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
    return firstOf(store -> store.list(format));
  }

  @Override
  public Changes changes(RecordFormat<?> format) {
    Changes told = shared.changes(format);
    return new Changes() {
      @Override
      public boolean any() {
        return fallen || told.any();
      }

      @Override
      public void close() {
        told.close();
      }
    };
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    return firstOf(store -> store.remove(format, name));
  }
}
