package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.limit.store.LimitSimulation;
import dev.resil.simulation.Schedule;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Strictness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits of 2 to 64 processes on as many hosts, on a {@link SimulatedRedis}. */
class LimitsOnRedisTest {
  /** Seeds, or the one of {@code -Dsimulation.only}. */
  static LongStream seeds() {
    Long only = Long.getLong("simulation.only");
    return only == null ? LongStream.range(0, 6) : LongStream.of(only);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldHoldWhateverGoesWrong(long seed) throws Throwable {
    Random random = new Random(seed);
    Fleet fleet = new Fleet(random, seed % 4 > 0);
    LimitSimulation limits = new LimitSimulation(fleet, random, true);
    int callers = 2 + random.nextInt(63);
    for (int i = 0; i < callers; i++) {
      fleet.start(limits, "c" + i, 1 + random.nextInt(2));
    }
    fleet.schedule.run();
    fleet.quiet = true;
    limits.check(fleet.store("outside"));
    assertThat(limits.granted).isPositive();
    if (!fleet.faulty) {
      assertThat(limits.granted).isGreaterThanOrEqualTo(callers);
    }
  }

  /** A process that ends without a word. */
  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Hosts with a process each, which cannot see each other. */
  private static final class Fleet implements LimitSimulation.Computer {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    private final Random random;
    private final boolean faulty;
    private final Schedule schedule;
    private final SimulatedRedis redis = new SimulatedRedis(this::now);
    private final Set<String> alive = new HashSet<>();
    private boolean quiet;

    Fleet(Random random, boolean faulty) {
      this.random = random;
      this.faulty = faulty;
      this.schedule = new Schedule(random, 1 << random.nextInt(4));
    }

    /** One caller after the other: a process for each run. */
    void start(LimitSimulation limits, String caller, int runs) {
      schedule.start(() -> {
        for (int i = 0; i < runs; i++) {
          String process = caller + "." + i;
          alive.add(process);
          try {
            limits.live(process);
          } catch (Gone e) {
            // the next one goes on
          }
          alive.remove(process);
          schedule.sleep(random.nextLong(1_000_000_000));
        }
      });
    }

    @Override
    public Schedule schedule() {
      return schedule;
    }

    @Override
    public Instant now() {
      return START.plusNanos(schedule.nanos());
    }

    @Override
    public StateStore store(String process) {
      return new RedisStateStore(
          RedisAddress.parse("redis://simulated?timeout=1h", Map.<String, String>of()::get),
          Strictness.STRICT,
          notice -> {
            throw new AssertionError(notice);
          },
          random::nextLong,
          new RedisStateStore.Reading(_ -> now(), Duration.ofDays(36_500), true),
          new SharedHolders(),
          Link::new);
    }

    @Override
    public boolean isAlive(String process) {
      return alive.contains(process);
    }

    @Override
    public boolean sees() {
      return false;
    }

    @Override
    public boolean mayFail() {
      return faulty;
    }

    private boolean chance(int in) {
      return faulty && !quiet && random.nextInt(in) == 0;
    }

    /** A connection on which commands and replies get lost, or are sent twice. */
    private final class Link implements RedisLink {
      private final RedisFailures failures;

      Link(RedisFailures failures) {
        this.failures = failures;
      }

      private void step() {
        if (!quiet) {
          schedule.step(2_000_000);
        }
      }

      @Override
      public Replies ask(byte[] key, List<RedisCommand> commands, TransactionLimit limit)
          throws StateException {
        step();
        if (chance(100)) {
          throw new Gone();
        }
        if (chance(200)) {
          throw failures.failed("lost");
        }
        Replies replies = execute(commands);
        if (chance(100)) {
          step();
          replies = execute(commands);
        }
        step();
        if (chance(100)) {
          throw new Gone();
        }
        if (chance(200)) {
          throw failures.failed("lost");
        }
        return replies;
      }

      private Replies execute(List<RedisCommand> commands) {
        return new Replies(commands.stream().map(redis::reply).toList(), System.nanoTime());
      }

      @Override
      public void tell(byte[] key, RedisCommand command, TransactionLimit limit)
          throws StateException {
        ask(key, List.of(command), limit);
      }

      @Override
      public List<byte[]> keys(String pattern, Consumer<ServerTime> clock) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void pause(Duration time) {
        schedule.sleep(Math.max(1, time.toNanos()));
      }
    }
  }
}
