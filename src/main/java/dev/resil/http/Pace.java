package dev.resil.http;

import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** Keeps a transfer to a rate, on average since its start. */
final class Pace {
  private static final int PIECES_PER_SECOND = 10;

  private final OptionalLong rate;
  private final long began = System.nanoTime();
  private long total;

  /**
   * A transfer that begins now.
   *
   * @param rate in bytes per second, empty for no limit
   */
  Pace(OptionalLong rate) {
    this.rate = rate;
  }

  /** The most bytes to take at once, so that the rate is even. */
  int piece(int most) {
    return rate.isEmpty() ? most : (int) Math.clamp(rate.getAsLong() / PIECES_PER_SECOND, 1L, most);
  }

  /** Waits until some more bytes are due. */
  void after(int bytes) {
    total += bytes;
    if (rate.isPresent()) {
      long due = due(total, rate.getAsLong());
      for (long left = left(due); left > 0; left = left(due)) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private long left(long due) {
    return due - (System.nanoTime() - began);
  }

  /** When a number of bytes is due, in nanoseconds since the start. */
  static long due(long bytes, long rate) {
    return bytes / rate * 1_000_000_000 + (long) (bytes % rate * 1e9 / rate);
  }
}
