package dev.resil.http;

import dev.resil.http.wire.Meter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Decides from the readings of a meter whether a transfer is too slow to go on. */
final class StallWatch {
  /** How often a rate is measured within the time that counts. */
  private static final int SAMPLES = 20;

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final long SHORTEST_PAUSE = 1_000_000;

  private final StallPolicy policy;
  private final long time;

  /** Earlier readings; only the first one may be older than the time that counts. */
  private final Deque<Meter.Reading> before = new ArrayDeque<>();

  StallWatch(StallPolicy policy) {
    this.policy = policy;
    Duration longest = policy.time().compareTo(LONGEST) < 0 ? policy.time() : LONGEST;
    this.time = longest.toNanos();
    before.add(new Meter.Reading(0, 0, 0, false));
  }

  /** Whether the transfer is too slow; readings must be given in their order. */
  boolean isStalled(Meter.Reading now) {
    return policy.limit().isEmpty()
        ? !now.patient() && now.silent() >= time
        : isSlow(now, policy.limit().getAsLong());
  }

  private boolean isSlow(Meter.Reading now, long limit) {
    Meter.Reading first = before.removeFirst();
    while (!before.isEmpty() && now.waited() - before.getFirst().waited() >= time) {
      first = before.removeFirst();
    }
    before.addFirst(first);
    if (now.waited() - before.getLast().waited() >= time / SAMPLES) {
      before.addLast(now);
    }
    long span = now.waited() - first.waited();
    return span >= time && now.bytes() - first.bytes() < limit * (span / 1e9);
  }

  /** The nanoseconds until the next reading is of use. */
  long pause(Meter.Reading now) {
    long pause =
        policy.limit().isPresent() ? time / SAMPLES : now.patient() ? time : time - now.silent();
    return Math.max(SHORTEST_PAUSE, pause);
  }
}
