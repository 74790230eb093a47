package dev.resil.cli.config;

import dev.resil.config.Setting;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a file may set that the user did not name, such as that of a cloned repository: only what
 * can neither change whether a command runs and succeeds, nor reach anything outside the run, nor
 * keep it going for long.
 */
final class UnnamedFile {
  private static final int MOST_ATTEMPTS = 100;
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_LIMIT = Duration.ofDays(1);

  /**
   * A range of values.
   *
   * @param text its description
   * @param contains whether it contains a value
   */
  private record Range(String text, Predicate<String> contains) {}

  private static final Range ALL = new Range("", _ -> true);
  private static final Range ATTEMPTS =
      new Range(
          "at most " + MOST_ATTEMPTS,
          value -> !value.matches("0*[1-9][0-9]{2,}|unlimited") || value.matches("0*100"));
  private static final Range DELAY =
      new Range("at most 1h", value -> isWithin(value, Duration.ZERO, LONGEST_DELAY));
  private static final Range LIMIT =
      new Range("from 1s to 1d", value -> isWithin(value, SHORTEST_LIMIT, LONGEST_LIMIT));

  private static final Map<String, Range> PERMITTED =
      Map.ofEntries(
          Map.entry("max-attempts", ATTEMPTS),
          Map.entry("base-delay", DELAY),
          Map.entry("max-delay", DELAY),
          Map.entry("delays", DELAY),
          Map.entry("splay", DELAY),
          Map.entry("exponential-base", ALL),
          Map.entry("backoff", ALL),
          Map.entry("jitter", ALL),
          Map.entry("timeout", LIMIT),
          Map.entry("max-elapsed", LIMIT),
          Map.entry("preset", ALL),
          Map.entry("verbose", ALL));

  private UnnamedFile() {}

  /** The keys that it may set. */
  static Set<String> keys() {
    return PERMITTED.keySet();
  }

  /**
   * Why it may not set an option to a value; empty if it may.
   *
   * @param file its name
   * @param own the user's own file
   */
  static Optional<String> problem(Setting setting, String file, String own) {
    Range range = PERMITTED.get(setting.key());
    if (range == null) {
      return Optional.of(
          "cannot be set in a file that was not named; name it with --config %s, or set the key in %s"
              .formatted(file, own));
    }
    return setting.value().words().stream()
            .flatMap(word -> Arrays.stream(word.split(",", -1)))
            .allMatch(range.contains())
        ? Optional.empty()
        : Optional.of(
            "must be %s in a file that was not named; name it with --config %s, or set the key in %s"
                .formatted(range.text(), file, own));
  }

  /** True for another error, which is reported later. */
  private static boolean isWithin(String value, Duration least, Duration most) {
    try {
      Duration duration = Durations.parse(value.strip());
      return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
