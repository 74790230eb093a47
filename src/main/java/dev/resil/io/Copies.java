package dev.resil.io;

import java.util.Map;
import java.util.Optional;

/** Copies of the output of successful attempts, kept for later runs. */
public interface Copies {
  /** Keeps nothing. */
  Copies NONE =
      new Copies() {
        @Override
        public void keep(Spool output, Map<String, String> validators) {
          // nobody asked for it
        }

        @Override
        public Optional<Earlier> outdated() {
          return Optional.empty();
        }
      };

  /**
   * An earlier output.
   *
   * @param validators as given when it was kept
   */
  record Earlier(Spool output, Map<String, String> validators) {}

  /**
   * Keeps the output of an attempt.
   *
   * @param validators what tells its version; empty if nothing does
   */
  void keep(Spool output, Map<String, String> validators);

  /** The copy that is too old to be used unless it is still valid; empty without validators. */
  Optional<Earlier> outdated();
}
