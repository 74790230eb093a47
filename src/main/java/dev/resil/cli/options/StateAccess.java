package dev.resil.cli.options;

import dev.resil.run.Time;
import dev.resil.state.StateStore;
import dev.resil.state.Stores;
import java.util.Optional;

/** The store, clock and terminal that breaker and statistics commands use. */
public interface StateAccess {
  /**
   * The store of all breakers.
   *
   * @param place the value of {@code --state}
   * @param strict whether a damaged record is an error rather than moved aside
   */
  StateStore store(Optional<String> place, boolean strict);

  /**
   * The stores of breakers and of statistics.
   *
   * @param place the value of {@code --state}
   */
  Stores stores(Optional<String> place);

  /** The clock of watch commands, whose pauses a signal ends. */
  Time time();

  /** Whether stdout is a terminal. */
  boolean onTerminal();
}
