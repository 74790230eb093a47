package dev.resil.state;

import dev.resil.state.StateException.Problem;
import dev.resil.time.Deadline;
import java.util.function.Function;

/** A store for tests of outages: another store that can be made to fail. */
public final class FailingStateStore implements StateStore {
  private final StateStore store;
  private boolean down;
  private int calls;

  /** A store that works until it is {@link #down}. */
  public FailingStateStore(StateStore store) {
    this.store = store;
  }

  /** Makes every call fail, or none. */
  public void down(boolean now) {
    down = now;
  }

  /** How often it was called. */
  public int calls() {
    return calls;
  }

  private StateStore up() throws StateException {
    calls++;
    if (down) {
      throw new StateException(Problem.FAILED, "no answer");
    }
    return store;
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException {
    return up().update(format, name, change, deadline);
  }

  @Override
  public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
    return up().read(format, name);
  }

  @Override
  public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
    return up().list(format);
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    return up().remove(format, name);
  }
}
