package dev.resil.run;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** Shows how far an attempt has come, while it is made. */
public interface ProgressGauge {
  /** Shows nothing. */
  ProgressGauge NONE =
      new ProgressGauge() {
        @Override
        public void started(Attempt.Request attempt, Supplier<Level> level) {
          // nobody looks
        }

        @Override
        public void ended() {
          // nothing is shown
        }
      };

  /**
   * How far it has come.
   *
   * @param bytes how many have arrived, those of attempts before included
   * @param length how many there will be, empty where nobody knows
   */
  record Level(long bytes, OptionalLong length) {}

  /**
   * An attempt begins.
   *
   * @param level asked whenever something is to be shown
   */
  void started(Attempt.Request attempt, Supplier<Level> level);

  /** The attempt has ended: what was shown is gone when this returns. */
  void ended();
}
