package dev.resil.cli.options;

import dev.resil.run.Time;
import dev.resil.state.StateStore;
import dev.resil.state.Stores;
import java.util.Optional;

/** What the commands about breakers need of the world outside. */
public interface StateAccess {
  /**
   * The store of all breakers.
   *
   * @param place the one that was named on the command line
   * @param strict whether a damaged record is refused rather than put aside
   */
  StateStore store(Optional<String> place, boolean strict);

  /**
   * The store of all breakers, and the statistics beside them.
   *
   * @param place the one that was named on the command line
   */
  Stores stores(Optional<String> place);

  /** The time, for one who watches until a signal arrives. */
  Time time();

  /** Whether stdout is a terminal. */
  boolean onTerminal();
}
