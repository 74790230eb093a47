package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.limit.store.LimitSimulation;
import dev.resil.simulation.DiskKind;
import dev.resil.simulation.Hazard;
import dev.resil.simulation.Machine;
import dev.resil.simulation.Schedule;
import dev.resil.simulation.SimulatedFileSystem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits of 2 to 64 processes in a folder of a simulated {@link Machine}. */
class LimitsInFolderTest {
  /** Seeds, or the one of {@code -Dsimulation.only}. */
  static LongStream seeds() {
    Long only = Long.getLong("simulation.only");
    return only == null ? LongStream.range(0, 8) : LongStream.of(only);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldHoldWhateverGoesWrong(long seed) throws Throwable {
    Random random = new Random(seed);
    Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
    EnumSet.allOf(Hazard.class).stream().filter(_ -> random.nextInt(5) == 0).forEach(hazards::add);
    Folder folder = new Folder(seed, hazards);
    LimitSimulation limits =
        new LimitSimulation(folder, folder.machine.random(), !hazards.contains(Hazard.CLOCK));
    folder.machine.afterPowerCut(limits::forget);
    int callers = 2 + random.nextInt(63);
    for (int i = 0; i < callers; i++) {
      folder.start(limits, 1 + random.nextInt(3));
    }
    folder.machine.schedule().run();
    folder.machine.quietly(() -> {
      try {
        limits.check(folder.store(new SimulatedFileSystem(folder.machine)));
      } catch (StateException e) {
        // as documented of the first record of all
        assertThat(hazards).contains(Hazard.POWER_CUT);
      }
      return true;
    });
    if (hazards.isEmpty()) {
      assertThat(limits.granted).isGreaterThanOrEqualTo(callers);
    }
  }

  private static final class Folder implements LimitSimulation.Computer {
    private final Machine machine;
    private final Set<Hazard> hazards;
    private final Map<String, SimulatedFileSystem> files = new HashMap<>();

    Folder(long seed, Set<Hazard> hazards) {
      this.machine = new Machine(seed, DiskKind.JOURNALED, hazards);
      this.hazards = hazards;
    }

    /** One caller after the other: a process for each run. */
    void start(LimitSimulation limits, int runs) {
      machine
          .schedule()
          .start(() -> {
            SimulatedFileSystem system = new SimulatedFileSystem(machine);
            for (int i = 0; i < runs; i++) {
              machine.survive(() -> {
                String name = Integer.toString(system.nextProcess().number());
                files.put(name, system);
                limits.live(name);
              });
              system.end();
              machine.schedule().sleep(machine.random().nextLong(1_000_000_000));
            }
          });
    }

    @Override
    public Schedule schedule() {
      return machine.schedule();
    }

    @Override
    public Instant now() {
      return machine.now();
    }

    @Override
    public StateStore store(String process) {
      return store(files.get(process));
    }

    FileStateStore store(SimulatedFileSystem system) {
      return new FileStateStore(
          system.getPath("/home/state"),
          Strictness.STRICT,
          notice -> {
            throw new AssertionError(notice);
          },
          clock(),
          new ProcessHolders(),
          new LockTimeout(
              Duration.ofSeconds(2),
              Duration.ofSeconds(30),
              machine.schedule()::nanos,
              this::await,
              machine.schedule()::start));
    }

    private boolean await(LockTimeout.Lock lock, long nanos)
        throws IOException, InterruptedException {
      long end = machine.schedule().nanos() + nanos;
      while (!lock.within(0)) {
        long left = end - machine.schedule().nanos();
        if (left <= 0) {
          return false;
        }
        machine.schedule().sleep(Math.min(left, 1 + machine.random().nextInt(20_000_000)));
      }
      return true;
    }

    private Clock clock() {
      return new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return machine.now();
        }
      };
    }

    @Override
    public boolean isAlive(String process) {
      return machine.isAlive(Integer.parseInt(process));
    }

    @Override
    public boolean sees() {
      return true;
    }

    @Override
    public boolean mayFail() {
      return !hazards.isEmpty();
    }
  }
}
