package dev.resil.http;

import java.time.Instant;
import java.util.Optional;

/**
 * The content that {@code --time-cond} asks for.
 *
 * @param time the time to compare with
 * @param older whether content must be older than that, not newer
 */
public record TimeCondition(Instant time, boolean older) {
  /** Whether a response may be used; as in curl, one without a date may. */
  boolean isMet(ResponseHead head) {
    Optional<Instant> modified =
        head.header("Last-Modified").flatMap(date -> HttpDate.parse(date, Instant.now()));
    return modified.map(date -> older ? date.isBefore(time) : date.isAfter(time)).orElse(true);
  }
}
