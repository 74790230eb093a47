package dev.resil.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schedules of processes that share a limit, and are killed and stopped while its clock
 * jumps. None is admitted before as many others have given way as it was told.
 */
class LimitModelTest {
  private static final Duration LEASE = Duration.ofSeconds(9);

  /** A process: it waits for a permit, holds it for some time, and starts again. */
  private static final class Partner {
    private final String name;
    private final boolean visible;
    private final Demand demand;
    private boolean dead;
    private long stoppedUntil;
    private Optional<Long> number = Optional.empty();
    private long until;
    private long renewed;

    /** The last answer, and what had happened by then. */
    private Optional<Answer.Limited> limited = Optional.empty();

    private LimitState.Counters then = LimitState.NEW.counters();

    Partner(String name, boolean visible, Demand demand) {
      this.name = name;
      this.visible = visible;
      this.demand = demand;
    }

    boolean isRunning(long now) {
      return !dead && stoppedUntil <= now;
    }
  }

  /** A run of the model, with a step for each 10 ms. */
  private static final class World {
    private static final long STEP = 10;

    private final Random random;
    private final Demand demand;
    private final List<Partner> processes = new ArrayList<>();
    private final Map<String, Partner> byName = new HashMap<>();
    private final Deque<Long> starts = new ArrayDeque<>();
    private final Set<Long> numbers = new HashSet<>();
    private LimitState state = LimitState.NEW;
    private long millis;
    private long wall = 1_700_000_000_000L;

    /** The time by the wall clock, in which a step back takes no time. */
    private long elapsed;

    private long last;
    private long granted;

    World(long seed, Demand demand, int count, boolean visible) {
      this.random = new Random(seed);
      this.demand = demand;
      for (int i = 0; i < count; i++) {
        processes.add(born("p" + i, visible));
      }
    }

    private Instant now() {
      return Instant.ofEpochMilli(wall);
    }

    private Life life(String holder) {
      Partner process = byName.get(holder);
      if (!process.visible) {
        return Life.UNKNOWN;
      }
      return process.dead ? Life.GONE : Life.ALIVE;
    }

    void step() {
      millis += STEP;
      wall += STEP;
      elapsed += STEP;
      for (int i = 0; i < processes.size(); i++) {
        Partner process = processes.get(random.nextInt(processes.size()));
        if (process.isRunning(millis)) {
          act(process);
        }
      }
      processes.stream().filter(p -> p.isRunning(millis)).forEach(this::renew);
    }

    private void act(Partner process) {
      if (process.number.isPresent()) {
        if (process.until <= millis) {
          state = Limit.release(state, process.number.get());
          process.number = Optional.empty();
        }
        return;
      }
      Owner owner = new Owner(process.name, process.name, "host", 1, "cmd");
      Limit.Step step =
          Limit.ask(state, new Limit.Ask(owner, process.demand, true, LEASE), now(), this::life);
      state = step.state();
      LimitState.Counters now = state.counters();
      if (step.answer() instanceof Answer.Granted(long number)) {
        assertThat(number).isGreaterThan(last);
        assertThat(numbers.add(number)).isTrue();
        last = number;
        granted++;
        process.limited.ifPresent(answer -> checkNeeded(answer, process.then, now));
        process.limited = Optional.empty();
        if (process.demand.rate().isPresent()) {
          starts.addLast(elapsed);
        }
        if (demand.most().isPresent()) {
          process.number = Optional.of(number);
          process.until = millis + random.nextInt(2000);
          process.renewed = millis;
          check();
        }
        checkRate();
      } else if (step.answer() instanceof Answer.Limited answer) {
        process.limited = Optional.of(answer);
        process.then = now;
      }
    }

    private static void checkNeeded(
        Answer.Limited answer, LimitState.Counters then, LimitState.Counters now) {
      // its own place is the last that is given up
      assertThat(now.departed() - then.departed() - 1)
          .isGreaterThanOrEqualTo(answer.needed().departed());
      if (answer.room().isEmpty()) {
        assertThat(now.freed() - then.freed()).isGreaterThanOrEqualTo(answer.needed().freed());
      }
    }

    private void renew(Partner process) {
      if (process.number.isPresent() && millis - process.renewed >= LEASE.toMillis() / 3) {
        process.renewed = millis;
        Optional<LimitState> next = Limit.renew(state, process.number.get(), now());
        if (next.isPresent()) {
          state = next.get();
        } else {
          process.number = Optional.empty(); // lost, and known to be
        }
      }
    }

    /** Never more at once; a process that nobody saw for a lease is fenced by its number. */
    private void check() {
      long holding =
          processes.stream()
              .filter(process -> process.number.isPresent() && !process.dead)
              .filter(p -> p.visible || millis - p.renewed < LEASE.toMillis())
              .count();
      assertThat(holding).isLessThanOrEqualTo(demand.most().orElseThrow());
    }

    private void checkRate() {
      demand
          .rate()
          .ifPresent(rate -> {
            while (!starts.isEmpty() && elapsed - starts.getFirst() >= rate.per().toMillis()) {
              starts.removeFirst();
            }
            assertThat(starts.size()).isLessThanOrEqualTo(rate.attempts() + rate.burst());
          });
    }

    void trouble(boolean clock) {
      Partner victim = processes.get(random.nextInt(processes.size()));
      switch (random.nextInt(clock ? 5 : 3)) {
        case 0 -> {
          victim.dead = true;
          victim.number = Optional.empty();
          processes.set(processes.indexOf(victim), born("q" + births++, victim.visible));
        }
        case 1, 2 -> victim.stoppedUntil = millis + random.nextInt(15_000);
        case 3 -> {
          long jump = random.nextInt(100_000);
          wall += jump;
          elapsed += jump;
        }
        default -> wall -= random.nextInt(3_600_000);
      }
    }

    private int births;

    private Partner born(String name, boolean visible) {
      boolean isRated = demand.most().isEmpty() || random.nextInt(3) > 0;
      Partner process =
          new Partner(
              name, visible, isRated ? demand : Demand.attempt(demand.most(), Optional.empty()));
      byName.put(name, process);
      return process;
    }
  }

  private static World world(long seed, boolean visible) {
    Random random = new Random(seed);
    int count = 2 + random.nextInt(63);
    OptionalInt most =
        random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(8));
    Optional<Rate> rate =
        most.isPresent() && random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new Rate(
                    1 + random.nextInt(200),
                    Duration.ofMillis(500 + random.nextInt(5000)),
                    1 + random.nextInt(5)));
    return new World(seed, Demand.attempt(most, rate), count, visible);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldNeverAdmitTooManyIfProcessesAreKilledAndTheClockJumps(long seed) {
    World world = world(seed, true);
    Random random = new Random(~seed);
    for (int i = 0; i < 1000; i++) {
      if (random.nextInt(20) == 0) {
        world.trouble(true);
      }
      world.step();
    }
    assertEndsInOrder(world);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108})
  void shouldFreeThePermitsOfHostsThatArePausedOrLost(long seed) {
    World world = world(seed, false);
    Random random = new Random(~seed);
    for (int i = 0; i < 1000; i++) {
      if (random.nextInt(40) == 0) {
        world.trouble(false);
      }
      world.step();
    }
    assertEndsInOrder(world);
  }

  /** No deadlock, and no permit lost: once the trouble is over, all get on, and all is returned. */
  private static void assertEndsInOrder(World world) {
    world.processes.forEach(process -> process.stoppedUntil = 0);
    long before = world.granted;
    for (int i = 0; i < 1500; i++) {
      world.step();
    }
    assertThat(world.granted).isGreaterThan(before);
    for (Partner process : world.processes) {
      process.number.ifPresent(number -> world.state = Limit.release(world.state, number));
      process.dead = true;
    }
    world.wall += Duration.ofMinutes(1).toMillis();
    LimitState end = Limit.current(world.state, world.now(), world::life);
    assertThat(end.holds()).isEmpty();
    assertThat(end.queue()).isEmpty();
  }
}
