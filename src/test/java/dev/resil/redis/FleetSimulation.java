package dev.resil.redis;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.simulation.Schedule;
import dev.resil.state.Holders;
import dev.resil.state.StateException;
import dev.resil.state.Strictness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Many processes on one breaker on a {@link SimulatedRedis}, one step at a time, in an order, at
 * times and with faults that a seed decides. A step is one command that reaches the server. While
 * it runs it checks that no more probes run than are permitted, that no rejection is for longer
 * than the policy says, and that no acknowledged change of state is undone.
 */
final class FleetSimulation {
  private static final BreakerName NAME = new BreakerName("b");
  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration LONGEST_STEP = Duration.ofMillis(60);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
  private static final int HOSTS = 4;

  /** The number of a process that looks at the end. */
  private static final int LATER = -1;

  /** What can go wrong. */
  enum Fault {
    /** A command is lost on its way, and the process gives up. */
    LOST_COMMAND,
    /** The reply is lost, and the process gives up. */
    LOST_REPLY,
    /** A command arrives after the process has given up. */
    DELAYED,
    /** The reply is lost, and the command is sent again: the first one may arrive after that. */
    SENT_TWICE,
    /** A process ends without a word. */
    KILLED,
    /** A replica takes over, without what came last. */
    FAILOVER,
    /** The server is empty after a restart, or has evicted a key. */
    FORGOTTEN
  }

  private final Random random;
  private final Set<Fault> faults;
  private final BreakerPolicy policy;
  private final Schedule schedule;
  private final SimulatedRedis redis = new SimulatedRedis(this::now);
  private final List<Probe> probes = new ArrayList<>();
  private final Set<Integer> ended = new HashSet<>();
  private SimulatedRedis.Memory replica = redis.memory();
  private boolean over;
  private int processes;

  /** How often the server lost what it had. */
  private int losses;

  /** The last generation whose beginning the store confirmed to a process. */
  private long generation;

  /** Commands that reached the server, and a number that differs for any other sequence of them. */
  long steps;

  long digest;

  /** Reports that were sent, and those whose receipt the store confirmed since the last loss. */
  long sent;

  long confirmed;

  /** Commands that were sent again. */
  long repeated;

  /** Calls that were rejected. */
  long rejected;

  /**
   * A permit of a probe that was not returned.
   *
   * @param asked when it was asked for: its lease begins then or later
   */
  private record Probe(Permit permit, int process, Instant asked) {}

  FleetSimulation(long seed, Set<Fault> faults, BreakerPolicy policy) {
    this.random = new Random(seed);
    this.faults = faults;
    this.policy = policy;
    this.schedule = new Schedule(random, 1);
  }

  private Instant now() {
    return START.plusNanos(schedule.nanos());
  }

  /** Runs callers with so many processes each, one after the other, until all have ended. */
  void run(int callers, int calls) throws Throwable {
    for (int i = 0; i < callers; i++) {
      schedule.start(() -> {
        for (int call = 0; call < calls; call++) {
          step();
          new Caller(processes++).run();
        }
      });
    }
    schedule.run();
    over = true;
  }

  /** Lets time pass, and others go on. */
  private void step() {
    if (!over) {
      schedule.step(LONGEST_STEP.toNanos());
      if (chance(Fault.FAILOVER, 200)) {
        redis.restore(replica);
        forgotten();
      } else if (chance(Fault.FORGOTTEN, 200)) {
        redis.forget(random);
        forgotten();
      } else if (random.nextInt(8) == 0) {
        replica = redis.memory();
      }
    }
  }

  private boolean chance(Fault fault, int in) {
    return !over && faults.contains(fault) && random.nextInt(in) == 0;
  }

  /** The server no longer knows all that it confirmed. */
  private void forgotten() {
    losses++;
    confirmed = 0;
    generation = 0;
  }

  /** The breaker as a process sees it that comes later. */
  BreakerState state() throws StateException {
    return store(LATER)
        .read(new BreakerFormat(), NAME.value())
        .record()
        .map(BreakerRecord::state)
        .orElse(BreakerState.FRESH);
  }

  /** Whether a call is permitted once the policy's time is over, whatever happened before. */
  boolean permitsLater() throws StateException {
    Instant later = now().plus(policy.recoveryTimeout()).plus(LEASE);
    BreakerState state = Breaker.apply(state(), new BreakerEvent.Expire(), later, policy).state();
    return Breaker.apply(state, new BreakerEvent.Ask("h", LEASE, _ -> true), later, policy)
            .decision()
        instanceof Decision.Permitted;
  }

  /** The most facts that were ever in the log. */
  int longestLog() {
    return redis.longestLog();
  }

  private RedisStateStore store(int process) {
    return new RedisStateStore(
        RedisAddress.parse("redis://simulated?timeout=1h", Map.<String, String>of()::get),
        Strictness.STRICT,
        _ -> {},
        random::nextLong,
        new RedisStateStore.Reading(_ -> now(), Duration.ofDays(36_500), true),
        holders(process),
        Link::new);
  }

  /** Processes, of which those on the same host can be seen. */
  private Holders holders(int process) {
    return new Holders() {
      @Override
      public String self() {
        return Integer.toString(process);
      }

      @Override
      public String host() {
        return "host" + process % HOSTS;
      }

      @Override
      public boolean isAlive(String holder) {
        int other = Integer.parseInt(holder);
        return other % HOSTS != process % HOSTS || !ended.contains(other);
      }
    };
  }

  /** One process: a run with some attempts. */
  private final class Caller {
    private final int process;
    private final StoredBreaker breaker;

    Caller(int process) {
      this.process = process;
      this.breaker = new StoredBreaker(store(process), NAME, Optional.of(policy));
    }

    void run() {
      for (int attempts = 1 + random.nextInt(3); attempts > 0; attempts--) {
        try {
          attempt();
        } catch (StateException e) {
          if (faults.isEmpty()) {
            throw new AssertionError(e);
          }
        }
        if (ended.contains(process)) {
          return;
        }
      }
      ended.add(process);
    }

    private void attempt() throws StateException {
      Instant asked = now();
      long before = generation;
      int known = losses;
      StoredBreaker.Applied answer = breaker.ask(LEASE);
      if (known == losses) {
        acknowledged(answer, before);
      }
      switch (answer.decision()) {
        case Decision.Permitted(Permit permit) -> {
          probe(permit, asked);
          step();
          if (chance(Fault.KILLED, 20)) {
            ended.add(process);
          } else {
            report(permit);
          }
        }
        case Decision.Rejected no -> {
          rejected++;
          if (no.nextProbe().isPresent() && no.nextProbe().get().compareTo(longest()) > 0) {
            throw new AssertionError("rejected for " + no.nextProbe().get());
          }
        }
        case Decision.Noted _ -> throw new AssertionError("no answer");
      }
    }

    private Duration longest() {
      Duration recovery = policy.recoveryTimeout();
      return recovery.compareTo(LEASE) > 0 ? recovery : LEASE;
    }

    private void report(Permit permit) throws StateException {
      Verdict verdict = random.nextInt(3) == 0 ? Verdict.SUCCESS : Verdict.FAILURE;
      sent++;
      probes.removeIf(probe -> probe.process() == process && probe.permit().equals(permit));
      long before = generation;
      int known = losses;
      StoredBreaker.Applied answer =
          breaker.report(
              new BreakerEvent.Report(
                  Optional.of(permit), verdict, Duration.ofSeconds(1), "exit:1"));
      if (known == losses) {
        acknowledged(answer, before);
        confirmed++;
      }
    }

    /** What was confirmed before this process asked is part of its answer. */
    private void acknowledged(StoredBreaker.Applied applied, long before) {
      long after = applied.after().generation();
      if (after < before) {
        throw new AssertionError(
            "generation %d after %d, with %s, %d losses".formatted(after, before, faults, losses));
      }
      generation = Math.max(generation, after);
    }

    private void probe(Permit permit, Instant asked) {
      // after a loss, two processes may have the same permit, and one report returns both
      if (permit.isProbe() && losses == 0) {
        Instant now = now();
        probes.removeIf(
            probe -> !probe.asked().plus(LEASE).isAfter(now) || ended.contains(probe.process()));
        probes.add(new Probe(permit, process, asked));
        long held =
            probes.stream()
                .filter(probe -> probe.permit().generation() == permit.generation())
                .count();
        if (held > policy.halfOpenMaxCalls()) {
          throw new AssertionError(held + " probes at once: " + probes);
        }
      }
    }
  }

  /** The connection of a process. What it tells arrives in order, some time later. */
  private final class Link implements RedisLink {
    private final RedisFailures failures;
    private final Queue<RedisCommand> told = new ArrayDeque<>();

    Link(RedisFailures failures) {
      this.failures = failures;
    }

    @Override
    public Replies ask(byte[] key, List<RedisCommand> commands, TransactionLimit limit)
        throws StateException {
      deliver();
      step();
      if (chance(Fault.LOST_COMMAND, 30)) {
        throw failures.failed("lost");
      }
      if (chance(Fault.DELAYED, 30)) {
        arriveLater(commands);
        throw failures.failed("late");
      }
      if (chance(Fault.SENT_TWICE, 30)) {
        repeated++;
        arriveLater(commands);
        step();
      }
      Replies replies = execute(commands);
      if (chance(Fault.LOST_REPLY, 30)) {
        throw failures.failed("lost");
      }
      if (random.nextInt(4) == 0) {
        step();
      }
      return replies;
    }

    private void arriveLater(List<RedisCommand> commands) {
      schedule.start(() -> {
        schedule.sleep(random.nextLong(LONGEST_DELAY.toNanos()));
        execute(commands);
      });
    }

    private Replies execute(List<RedisCommand> commands) {
      List<Object> replies = new ArrayList<>();
      for (RedisCommand command : commands) {
        steps++;
        digest = 31 * digest + schedule.nanos();
        for (byte[] argument : command.arguments()) {
          digest = 31 * digest + Arrays.hashCode(argument);
        }
        replies.add(redis.reply(command));
      }
      return new Replies(replies, System.nanoTime());
    }

    @Override
    public void tell(byte[] key, RedisCommand command, TransactionLimit limit) {
      told.add(command);
      if (random.nextBoolean()) {
        step();
      }
      deliver();
    }

    private void deliver() {
      for (RedisCommand command = told.poll(); command != null; command = told.poll()) {
        if (!chance(Fault.LOST_COMMAND, 30)) {
          execute(List.of(command));
        }
      }
    }

    @Override
    public List<byte[]> keys(String pattern, Consumer<ServerTime> clock) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void pause(Duration time) {
      step();
    }
  }
}
