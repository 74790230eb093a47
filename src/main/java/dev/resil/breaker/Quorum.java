package dev.resil.breaker;

/**
 * How many hosts must see failures before a breaker opens for all hosts. A single failing host
 * opens only its own breaker.
 */
public sealed interface Quorum {
  /** With fewer, one bad host could decide for all others. */
  int LEAST = 2;

  /**
   * The number of hosts needed.
   *
   * @param seen the number of hosts that called recently
   */
  int needed(int seen);

  /**
   * A fixed number of hosts.
   *
   * @param number at least {@value Quorum#LEAST}
   */
  record Hosts(int number) implements Quorum {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code number} is below {@value Quorum#LEAST}
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
   * A percentage of the hosts that called recently, rounded up, at least {@value Quorum#LEAST}.
   *
   * @param percent above 0, at most 100
   */
  record Share(double percent) implements Quorum {
    /** Keeps 10 % of 30 from being slightly more than 3. */
    private static final double ROUNDING = 1e-9;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code percent} is out of range
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
