package dev.resil.e2e;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * A timeout within which a command must come to something before the timeout ends it: its trap is
 * set, its line is written. No time is enough for that on every machine, so it grows.
 */
final class EnoughTime {
  private static final Duration MOST = Duration.ofMinutes(2);

  private EnoughTime() {}

  /** A run with a timeout, as {@code --timeout} takes it. */
  interface Run<T> {
    T within(String timeout) throws Exception;
  }

  /**
   * Runs something, and again with four times the timeout if that was not enough.
   *
   * @return what the last run came to
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
