package dev.resil.state;

import dev.resil.state.StateException.Problem;

/** A store for tests of outages: another store that can be made to fail. */
public final class FailingStateStore extends RoutedStateStore {
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

  @Override
  protected <T> T routed(Work<StateStore, T> work) throws StateException {
    calls++;
    if (down) {
      throw new StateException(Problem.FAILED, "no answer");
    }
    return work.on(store);
  }
}
