package dev.resil.run;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** Shows the progress of a running attempt. */
public interface ProgressGauge {
  /** Shows nothing. */
  ProgressGauge NONE =
      new ProgressGauge() {
        @Override
        public void started(Attempt.Request attempt, Supplier<Level> level) {
          // shows nothing
        }

        @Override
        public void ended() {
          // nothing to remove
        }
      };

  /**
   * The progress.
   *
   * @param bytes the bytes received, including those of earlier attempts
   * @param length the total number of bytes; empty if unknown
   */
  record Level(long bytes, OptionalLong length) {}

  /**
   * Called when an attempt begins.
   *
   * @param level the current progress, read at each update
   */
  void started(Attempt.Request attempt, Supplier<Level> level);

  /** Called when the attempt has ended; removes the shown progress. */
  void ended();
}
