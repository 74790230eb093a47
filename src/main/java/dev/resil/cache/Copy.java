package dev.resil.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A copy that is there.
 *
 * @param key what people know it by
 * @param command the command's name
 * @param madeAt when it was made
 * @param size how many bytes were printed
 * @param file where it lies
 * @param bodyStart where in the file what was printed begins
 */
public record Copy(
    String key, String command, Instant madeAt, long size, Path file, int bodyStart) {
  /** How old it is; below zero where the clock was set back since. */
  public Duration age(Instant now) {
    return Duration.between(madeAt, now);
  }

  /** Whether it is at most so old; one of the future is of no known age. */
  public boolean isWithin(Duration limit, Instant now) {
    Duration age = age(now);
    return !age.isNegative() && age.compareTo(limit) <= 0;
  }
}
