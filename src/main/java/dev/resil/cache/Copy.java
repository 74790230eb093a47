package dev.resil.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A cached copy.
 *
 * @param key its key for people
 * @param command the command's name
 * @param madeAt the time of its creation
 * @param size the size of the output in bytes
 * @param file its file
 * @param validators what tells the version of the output
 * @param bodyStart the offset of the output in the file, in bytes
 */
public record Copy(
    String key,
    String command,
    Instant madeAt,
    long size,
    Map<String, String> validators,
    Path file,
    int bodyStart) {
  /** Copies the map. */
  public Copy {
    validators = Map.copyOf(validators);
  }

  /** Its age; negative if the clock was set back since. */
  public Duration age(Instant now) {
    return Duration.between(madeAt, now);
  }

  /** Whether its age is within a limit; never true if it is from the future. */
  public boolean isWithin(Duration limit, Instant now) {
    Duration age = age(now);
    return !age.isNegative() && age.compareTo(limit) <= 0;
  }
}
