package dev.resil.state;

import dev.resil.time.Deadline;
import java.util.function.Function;

/** A store that is not available: every call fails for the same reason. */
public final class NoStateStore implements StateStore {
  private final StateException.Problem problem;
  private final String message;

  /** A store that fails with the given reason. */
  public NoStateStore(StateException reason) {
    this.problem = reason.problem();
    this.message = reason.getMessage();
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException {
    throw failure();
  }

  @Override
  public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
    throw failure();
  }

  @Override
  public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
    throw failure();
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    throw failure();
  }

  private StateException failure() {
    return new StateException(problem, message);
  }
}
