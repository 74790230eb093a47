package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.RandomPolicy;
import dev.resil.breaker.Statistics;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.simulation.DiskKind;
import dev.resil.simulation.Hazard;
import dev.resil.simulation.SimulatedFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for processes on one folder, whatever their order, and whatever the machine does. A
 * failure names its seed; {@code -Dsimulation.only=SEED -Dsimulation.trace=true} shows its calls.
 */
class FolderSimulationTest {
  private static final long STEPS = Long.getLong("simulation.steps", 1_000_000);
  private static final int LONGEST_OPEN_MILLIS = 10_000;

  /** Runs the simulation of a seed, which decides everything about it. */
  private static FolderSimulation simulate(long seed) throws Throwable {
    Random random = new Random(seed);
    // most of what can go wrong for good does so in the first calls of all
    boolean beginning = random.nextInt(5) > 0;
    Set<Hazard> hazards = beginning ? EnumSet.of(Hazard.KILLED, Hazard.POWER_CUT) : hazards(random);
    DiskKind kind = beginning || random.nextBoolean() ? DiskKind.UNORDERED : DiskKind.JOURNALED;
    boolean byUsers = random.nextInt(4) == 0;
    int calls = 1 + random.nextInt(beginning ? 5 : 1 + random.nextInt(40));
    FolderSimulation folder =
        new FolderSimulation(
            random.nextLong(),
            kind,
            hazards,
            RandomPolicy.of(random, LONGEST_OPEN_MILLIS),
            byUsers);
    folder.run(1 + random.nextInt(12), calls);
    check(folder, hazards, byUsers);
    return folder;
  }

  private static Set<Hazard> hazards(Random random) {
    Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
    if (random.nextInt(8) > 0) {
      EnumSet.allOf(Hazard.class).stream()
          .filter(_ -> random.nextInt(3) == 0)
          .forEach(hazards::add);
    }
    return hazards;
  }

  private static void check(FolderSimulation folder, Set<Hazard> hazards, boolean byUsers)
      throws StateException {
    BreakerState state = folder.state();
    Statistics counted = state.statistics();
    boolean undone = hazards.contains(Hazard.POWER_CUT);
    boolean unknown = undone || hazards.contains(Hazard.KILLED) || hazards.contains(Hazard.ERROR);
    assertThat(counted.totalCalls()).isLessThanOrEqualTo(folder.sent);
    if (!byUsers) {
      assertThat(counted.totalCalls()).isGreaterThanOrEqualTo(folder.confirmed);
    }
    if (!byUsers && !unknown) {
      assertThat(counted.totalCalls()).isEqualTo(folder.confirmed);
      assertThat(counted.rejectedCalls()).isEqualTo(folder.rejected);
    }
    assertThat(folder.runs()).isLessThanOrEqualTo(folder.runsSent);
    if (!undone) {
      assertThat(folder.runs()).isGreaterThanOrEqualTo(folder.runsConfirmed);
    }
    if (hazards.isEmpty()) {
      assertThat(folder.failures).isZero();
      assertThat(folder.runs()).isEqualTo(folder.runsSent);
    }
    assertThat(folder.permitsLater()).as("%s", state).isTrue();
    assertThat(folder.isUnlocked()).isTrue();
  }

  @Test
  void shouldHoldWhateverGoesWrong() throws Throwable {
    Random seeds = new Random(Long.getLong("simulation.seed", System.nanoTime()));
    Optional<Long> only = Optional.ofNullable(Long.getLong("simulation.only"));
    for (long steps = 0; steps < STEPS; ) {
      long seed = only.orElseGet(seeds::nextLong);
      try {
        steps += simulate(seed).machine().steps();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("with seed %dL".formatted(seed), e);
      }
      if (only.isPresent()) {
        break;
      }
    }
  }

  /**
   * Seeds that once failed: what a killed process wrote came back; a new folder was lost; a lock
   * was kept after an error.
   */
  @ParameterizedTest
  @ValueSource(longs = {1991720125088034353L, 720940732842740772L, -3036804785380231728L})
  void shouldHoldWhereItOnceFailed(long seed) throws Throwable {
    simulate(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldRunTheSameAgain(long seed) throws Throwable {
    FolderSimulation once = simulate(seed);
    FolderSimulation again = simulate(seed);
    assertThat(again.machine().steps()).isEqualTo(once.machine().steps());
    assertThat(again.machine().digest()).isEqualTo(once.machine().digest());
  }

  /** What is found here holds for real files as far as they do the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldStoreTheSameInARealFolder(long seed, @TempDir Path temp) throws Exception {
    Random random = new Random(seed);
    BreakerPolicy policy = RandomPolicy.of(random, LONGEST_OPEN_MILLIS);
    var simulation = new FolderSimulation(seed, DiskKind.JOURNALED, Set.of(), policy, false);
    var files = new SimulatedFileSystem(simulation.machine());
    Holders holders = simulation.holders(files);
    Path simulated = files.getPath("/home/state");
    for (int i = 0; i < 60; i++) {
      long choices = random.nextLong();
      for (Path folder : new Path[] {temp, simulated}) {
        var breaker =
            new StoredBreaker(
                simulation.store(folder, Strictness.STRICT, holders),
                new BreakerName("b"),
                Optional.of(policy));
        simulation.machine().quietly(() -> transact(breaker, new Random(choices)));
      }
      assertThat(Files.readString(temp.resolve("breaker/b.json")))
          .isEqualTo(
              simulation
                  .machine()
                  .content("/home/state/breaker/b.json")
                  .map(String::new)
                  .orElseThrow());
      simulation.machine().schedule().pass(random.nextLong(3_000_000_000L));
    }
  }

  private static boolean transact(StoredBreaker breaker, Random random) throws StateException {
    if (random.nextInt(20) == 0) {
      breaker.reset();
    } else if (breaker.ask(Duration.ofSeconds(20)).decision() instanceof Decision.Permitted yes) {
      Verdict verdict = random.nextInt(3) == 0 ? Verdict.SUCCESS : Verdict.FAILURE;
      breaker.report(
          new BreakerEvent.Report(
              Optional.of(yes.permit()), verdict, Duration.ofSeconds(1), "exit:1"));
    }
    return true;
  }
}
