package dev.resil.http;

import dev.resil.text.Durations;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * When a transfer is too slow to go on.
 *
 * @param limit the least bytes per second, in both directions; empty if any byte will do, in which
 *     case a server may take its time before it answers
 * @param time over which they count
 */
public record StallPolicy(OptionalLong limit, Duration time) {
  /** A transfer that brings no byte for a minute. */
  public static final StallPolicy DEFAULT =
      new StallPolicy(OptionalLong.empty(), Duration.ofMinutes(1));

  /** Why a transfer was ended. */
  String reason() {
    String span = Durations.format(time);
    if (limit.isEmpty()) {
      return "no data for %s (--speed-time)".formatted(span);
    }
    String bytes = limit.getAsLong() == 1 ? "1 byte" : limit.getAsLong() + " bytes";
    return "less than %s per second for %s (--speed-limit, --speed-time)".formatted(bytes, span);
  }
}
