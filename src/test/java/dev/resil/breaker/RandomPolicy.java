package dev.resil.breaker;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** The policies of simulated breakers: the same seed gives the same policy. */
public final class RandomPolicy {
  private RandomPolicy() {}

  /**
   * A policy with any kind of threshold.
   *
   * @param longestMillis the longest time in OPEN
   */
  public static BreakerPolicy of(Random random, int longestMillis) {
    Threshold threshold =
        switch (random.nextInt(3)) {
          case 0 -> new Threshold.Consecutive(1 + random.nextInt(6));
          case 1 -> new Threshold.Rate(new Threshold.LastCalls(10), 50, 4);
          default -> new Threshold.Rate(new Threshold.LastTime(Duration.ofSeconds(20)), 60, 5);
        };
    return new BreakerPolicy(
        threshold,
        Optional.empty(),
        Duration.ofMillis(1 + random.nextInt(longestMillis)),
        1 + random.nextInt(3),
        1 + random.nextInt(3));
  }
}
