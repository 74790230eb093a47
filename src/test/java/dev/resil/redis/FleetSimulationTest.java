package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.RandomPolicy;
import dev.resil.breaker.Statistics;
import dev.resil.redis.FleetSimulation.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a fleet, whatever the order of its commands, and whatever the network does. */
class FleetSimulationTest {
  private static final long STEPS = Long.getLong("simulation.steps", 50_000);

  private static long simulate(long seed, List<Fault> faults) throws Throwable {
    Random random = new Random(seed);
    BreakerPolicy policy = RandomPolicy.of(random, 3000);
    FleetSimulation fleet = new FleetSimulation(random.nextLong(), faults, policy);
    int processes = 1 + random.nextInt(24);
    fleet.run(processes, 1 + random.nextInt(12));
    BreakerState state = fleet.state();
    Statistics counted = state.statistics();
    if (faults.isEmpty()) {
      assertThat(counted.totalCalls()).isEqualTo(fleet.sent).isEqualTo(fleet.confirmed);
      assertThat(counted.rejectedCalls()).isEqualTo(fleet.rejected);
    }
    if (!faults.contains(Fault.FAILOVER)) {
      assertThat(counted.totalCalls()).isBetween(fleet.confirmed, fleet.sent);
    }
    assertThat(counted.totalCalls()).isLessThanOrEqualTo(fleet.sent);
    assertThat(fleet.permitsLater()).isTrue();
    return fleet.steps;
  }

  @Test
  void shouldCountEachCallOnceWithoutFaults() throws Throwable {
    simulateMany(seed -> List.of());
  }

  @Test
  void shouldStayWholeWithAnyFault() throws Throwable {
    simulateMany(seed -> {
      Random random = new Random(seed);
      return EnumSet.allOf(Fault.class).stream().filter(_ -> random.nextBoolean()).toList();
    });
  }

  private interface Faults {
    List<Fault> of(long seed);
  }

  /** The model counted a lease from its reply, and the server from the command before. */
  @Test
  void shouldCountALeaseFromItsCommand() throws Throwable {
    simulate(3707228631641604478L, List.of(Fault.LOST_COMMAND, Fault.KILLED));
  }

  private static void simulateMany(Faults faults) throws Throwable {
    Random seeds = new Random(Long.getLong("simulation.seed", System.nanoTime()));
    for (long steps = 0; steps < STEPS; ) {
      long seed = seeds.nextLong();
      try {
        steps += simulate(seed, faults.of(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed %d and %s".formatted(seed, faults.of(seed)), e);
      }
    }
  }

  /** Seeds that once failed. */
  @ParameterizedTest
  @ValueSource(longs = {3166944495185382666L, 3849533840165987537L})
  void shouldHoldWhereItOnceFailed(long seed) throws Throwable {
    simulate(seed, List.of(Fault.values()));
    simulate(seed, List.of(Fault.LOST_REPLY, Fault.SENT_TWICE, Fault.KILLED));
  }
}
