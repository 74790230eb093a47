package dev.resil.e2e;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * A timeout before which a command must have done something, such as set a trap or write a line. No
 * timeout is enough for that on every machine, so it grows.
 */
final class EnoughTime {
  private static final Duration MOST = Duration.ofMinutes(2);

  private EnoughTime() {}

  /** A run with a timeout, as {@code --timeout} takes it. */
  interface Run<T> {
    T within(String timeout) throws Exception;
  }

  /**
   * Runs an action, and again with four times the timeout if that was not enough.
   *
   * @return the result of the last run
   */
  static <T> T of(Duration first, Run<T> run, Predicate<T> enough) throws Exception {
    Duration time = first;
    while (true) {
      T result = run.within(time.toMillis() + "ms");
      time = time.multipliedBy(4);
      if (enough.test(result) || time.compareTo(MOST) > 0) {
        return result;
      }
    }
  }
}
