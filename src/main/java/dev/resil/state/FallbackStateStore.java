package dev.resil.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A shared store with a local one as fallback. When the shared store fails, everything goes to the
 * local one, so that a process does not wait for an unreachable server with each transaction. Each
 * call of a run tries the shared store again ({@link #forOneCall}). One notice says that it failed,
 * and one that it is back.
 */
public final class FallbackStateStore extends RoutedStateStore {
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

  @Override
  protected <T> T routed(Work<StateStore, T> work) throws StateException {
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
  private final class OneCall extends RoutedStateStore {
    private Optional<StateStore> place = Optional.empty();

    @Override
    public Changes changes(RecordFormat<?> format, String name) {
      return place
          .map(store -> store.changes(format, name))
          .orElseGet(() -> FallbackStateStore.this.changes(format, name));
    }

    @Override
    protected <T> T routed(Work<StateStore, T> work) throws StateException {
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
  public StateStore deciding() {
    return shared;
  }

  @Override
  public Changes changes(RecordFormat<?> format) {
    return orFallen(shared.changes(format));
  }

  @Override
  public Changes changes(RecordFormat<?> format, String name) {
    return fallen ? own.changes(format, name) : orFallen(shared.changes(format, name));
  }

  private Changes orFallen(Changes told) {
    return new Changes() {
      @Override
      public boolean any() {
        return told.any() || fallen;
      }

      @Override
      public int descriptor() {
        return told.descriptor();
      }

      @Override
      public void close() {
        told.close();
      }
    };
  }
}
