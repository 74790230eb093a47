package dev.resil.time;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The time at which something must end, on a monotonic clock in nanoseconds such as {@link
 * System#nanoTime}; or never. The clock may overflow: times are compared by their difference.
 *
 * @param end the time; empty for never
 */
public record Deadline(OptionalLong end) {
  /** Never. */
  public static final Deadline NEVER = new Deadline(OptionalLong.empty());

  /** Longer times, of some 146 years, would make the difference of two times overflow. */
  private static final long LONGEST = Long.MAX_VALUE / 2;

  /** A time after now. */
  public static Deadline after(Duration time, long now) {
    return new Deadline(OptionalLong.of(now + nanos(time)));
  }

  /** A time after now; never without one. */
  public static Deadline after(Optional<Duration> time, long now) {
    return time.isPresent() ? after(time.get(), now) : NEVER;
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofNanos(LONGEST)) < 0 ? time.toNanos() : LONGEST;
  }

  /** Whether there is a limit. */
  public boolean isSet() {
    return end.isPresent();
  }

  /** Whether the time is over. */
  public boolean isOver(long now) {
    return end.isPresent() && end.getAsLong() - now <= 0;
  }

  /** Whether it is over once so much more time has passed. */
  public boolean isOverIn(Duration time, long now) {
    return end.isPresent() && nanos(time) >= end.getAsLong() - now;
  }

  /** The nanoseconds left, 0 if it is over; negative for ever, as {@code poll(2)} has it. */
  public long left(long now) {
    return end.isPresent() ? Math.max(0, end.getAsLong() - now) : -1;
  }

  /** The time left, but no more than {@code most}. */
  public Duration left(long now, Duration most) {
    return isOverIn(most, now) ? Duration.ofNanos(left(now)) : most;
  }

  /** The sooner of two. */
  public Deadline orSooner(Deadline other) {
    boolean sooner =
        other.end.isPresent() && (end.isEmpty() || other.end.getAsLong() - end.getAsLong() < 0);
    return sooner ? other : this;
  }
}
