package dev.resil.state;

import dev.resil.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A shared store with a local one as fallback. When the shared store fails, everything goes to the
 * local one, so that a process does not wait for an unreachable server with each transaction. Each
 * call of a run tries the shared store again ({@link #forOneCall}). One notice says that it failed,
 * and one that it is back.
 */
public final class FallbackStateStore implements StateStore {
  private final StateStore shared;
  private final StateStore own;
  private final Consumer<String> notices;
  private boolean fallen;

  /**
   * Puts a shared store before a local one.
   *
   * @param notices receives one line that says why the shared store can't be used, and one when it
   *     can be used again
   */
  public FallbackStateStore(StateStore shared, StateStore own, Consumer<String> notices) {
    this.shared = shared;
    this.own = own;
    this.notices = notices;
  }

  private interface Work<S, T> {
    T on(S store) throws StateException;
  }

  private <T> T firstOf(Work<StateStore, T> work) throws StateException {
    return firstOf(shared, own, work);
  }

  private <S, T> T firstOf(S first, S second, Work<S, T> work) throws StateException {
    return fallen ? work.on(second) : retried(first, second, work);
  }

  private <S, T> T retried(S first, S second, Work<S, T> work) throws StateException {
    try {
      T done = work.on(first);
      back();
      return done;
    } catch (StateException e) {
      fell(e);
    }
    return work.on(second);
  }

  private void back() {
    if (fallen) {
      fallen = false;
      notices.accept("the shared state is back: using it again");
    }
  }

  private void fell(StateException e) {
    if (!fallen) {
      fallen = true;
      notices.accept(e.getMessage() + "; using this host's own state instead");
    }
  }

  @Override
  public StateStore forOneCall() {
    return new OneCall();
  }

  /**
   * The transactions of one call. The first one that succeeds decides the place, since a permit
   * means nothing to another store.
   */
  private final class OneCall implements StateStore {
    private Optional<StateStore> place = Optional.empty();

    private <T> T there(Work<StateStore, T> work) throws StateException {
      return place.isPresent()
          ? work.on(place.get())
          : retried(
              shared,
              own,
              store -> {
                T done = work.on(store);
                place = Optional.of(store);
                return done;
              });
    }

    @Override
    public <R, T> T update(
        RecordFormat<R> format,
        String name,
        Function<View<R>, Update<R, T>> change,
        Deadline deadline)
        throws StateException {
      return there(store -> store.update(format, name, change, deadline));
    }

    @Override
    public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
      return there(store -> store.read(format, name));
    }

    @Override
    public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
      return there(store -> store.list(format));
    }

    @Override
    public boolean remove(RecordFormat<?> format, String name) throws StateException {
      return there(store -> store.remove(format, name));
    }
  }

  /**
   * Tallies with the same fallback: after the first failure of records or tallies, the second is
   * used.
   */
  public Tallies tallies(Tallies first, Tallies second) {
    return new Tallies() {
      @Override
      public void add(String name, Counts more, Counts.Bounds bounds) throws StateException {
        firstOf(
            first,
            second,
            tallies -> {
              tallies.add(name, more, bounds);
              return name;
            });
      }

      @Override
      public Tallied of(String name) throws StateException {
        return firstOf(first, second, tallies -> tallies.of(name));
      }

      @Override
      public Tallied all() throws StateException {
        return firstOf(first, second, Tallies::all);
      }

      @Override
      public List<String> names() throws StateException {
        return firstOf(first, second, Tallies::names);
      }

      @Override
      public boolean remove(String name) throws StateException {
        return firstOf(first, second, tallies -> tallies.remove(name));
      }

      @Override
      public void removeAll() throws StateException {
        firstOf(
            first,
            second,
            tallies -> {
              tallies.removeAll();
              return true;
            });
      }
    };
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException {
    return firstOf(store -> store.update(format, name, change, deadline));
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
  public <R> List<String> names(RecordFormat<R> format) throws StateException {
    return firstOf(store -> store.names(format));
  }

  @Override
  public <R> List<String> updateAll(RecordFormat<R> format, Function<View<R>, Update<R, ?>> change)
      throws StateException {
    return firstOf(store -> store.updateAll(format, change));
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    return firstOf(store -> store.remove(format, name));
  }

  @Override
  public void removeAll(RecordFormat<?> format) throws StateException {
    firstOf(store -> {
      store.removeAll(format);
      return true;
    });
  }
}
