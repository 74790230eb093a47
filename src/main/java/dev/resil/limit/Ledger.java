package dev.resil.limit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The first attempts and retries of the last time, in parts. A part that has begun before the
 * window counts with its retries, but not with its attempts, so that no window has more retries
 * than its attempts permit.
 *
 * @param budget the budget in force
 * @param parts oldest first
 * @param refused how many retries were refused in all
 */
public record Ledger(Budget budget, List<Part> parts, long refused) {
  /** The parts of a window. */
  private static final int PARTS = 20;

  /** Runs with different budgets may need more; the oldest are joined then. */
  private static final int MOST = 3 * PARTS;

  /**
   * The attempts of a short time.
   *
   * @param from the time of the first one, in microseconds since 1970
   * @param to the time of the last one
   * @param attempts the first attempts of runs
   * @param retries all others
   */
  public record Part(long from, long to, long attempts, long retries) {
    /** More than any window has; no sum overflows. */
    private static final long HIGHEST = 1_000_000_000;

    /** Keeps the numbers within their range. */
    public Part {
      attempts = Math.clamp(attempts, 0, HIGHEST);
      retries = Math.clamp(retries, 0, HIGHEST);
    }

    /** Nothing can have happened in the future. */
    private Part notAfter(long now) {
      return to > now ? new Part(Math.min(from, now), now, attempts, retries) : this;
    }

    private Part and(Part later) {
      return new Part(from, later.to, attempts + later.attempts, retries + later.retries);
    }
  }

  /** Copies the list. */
  public Ledger {
    parts = List.copyOf(parts);
  }

  static Ledger empty(Budget budget) {
    return new Ledger(budget, List.of(), 0);
  }

  /** What of it counts at a time, under a budget that may be new. */
  Ledger at(Instant time, Budget now) {
    long micros = Bucket.micros(time);
    return new Ledger(
        now,
        parts.stream()
            .map(part -> part.notAfter(micros))
            .filter(part -> part.to > micros - now.micros())
            .toList(),
        refused);
  }

  /** The first attempts of the window. */
  public long attempts(Instant now) {
    long begin = Bucket.micros(now) - budget.micros();
    return parts.stream().filter(part -> part.from > begin).mapToLong(Part::attempts).sum();
  }

  /** The retries of the window. */
  public long retries(Instant now) {
    long begin = Bucket.micros(now) - budget.micros();
    return parts.stream().filter(part -> part.to > begin).mapToLong(Part::retries).sum();
  }

  /** The retries that the window's attempts permit. */
  public long permitted(Instant now) {
    return budget.permitted(attempts(now));
  }

  Ledger withAttempt(Instant now) {
    return with(new Part(Bucket.micros(now), Bucket.micros(now), 1, 0));
  }

  Ledger withRetry(Instant now) {
    return with(new Part(Bucket.micros(now), Bucket.micros(now), 0, 1));
  }

  Ledger withRefusal() {
    return new Ledger(budget, parts, refused + 1);
  }

  private Ledger with(Part news) {
    List<Part> next = new ArrayList<>(parts);
    if (!next.isEmpty() && news.from - next.getLast().from < budget.micros() / PARTS) {
      next.set(next.size() - 1, next.getLast().and(news));
    } else {
      next.add(news);
    }
    while (next.size() > MOST) {
      Part oldest = next.removeFirst();
      next.set(0, oldest.and(next.getFirst()));
    }
    return new Ledger(budget, next, refused);
  }
}
