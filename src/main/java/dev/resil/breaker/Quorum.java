package dev.resil.breaker;

/**
 * How many hosts must see a service fail before a breaker opens for all of them. A host on which it
 * fails alone opens it for itself.
 */
public sealed interface Quorum {
  /** Less would let one bad host decide for all others. */
  int LEAST = 2;

  /**
   * How many hosts it takes.
   *
   * @param seen how many called lately
   */
  int needed(int seen);

  /**
   * So many.
   *
   * @param number at least {@value Quorum#LEAST}
   */
  record Hosts(int number) implements Quorum {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException where {@code number} is below {@value Quorum#LEAST}
     */
    public Hosts {
      PolicyChecks.atLeast("quorum_hosts", number, LEAST);
    }

    @Override
    public int needed(int seen) {
      return number;
    }
  }

  /**
   * A share of those that called lately, rounded up, and {@value Quorum#LEAST} at least.
   *
   * @param percent above 0, at most 100
   */
  record Share(double percent) implements Quorum {
    /** So that 10 % of 30 is not a little more than 3. */
    private static final double ROUNDING = 1e-9;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException where {@code percent} is out of it
     */
    public Share {
      PolicyChecks.percent("quorum_percent", percent);
    }

    @Override
    public int needed(int seen) {
      return Math.max(LEAST, (int) Math.ceil(percent * seen / 100 - ROUNDING));
    }
  }
}
