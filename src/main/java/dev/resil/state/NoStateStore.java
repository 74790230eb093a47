package dev.resil.state;

/** A store that is not available: every call fails for the same reason. */
public final class NoStateStore extends RoutedStateStore {
  private final StateException.Problem problem;
  private final String message;

  /** A store that fails with the given reason. */
  public NoStateStore(StateException reason) {
    this.problem = reason.problem();
    this.message = reason.getMessage();
  }

  @Override
  protected <T> T routed(Work<StateStore, T> work) throws StateException {
    throw new StateException(problem, message);
  }
}
