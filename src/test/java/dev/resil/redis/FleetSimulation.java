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
import dev.resil.state.StateException;
import dev.resil.state.Strictness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Many processes on one breaker on a {@link SimulatedRedis}, one step at a time, in an order, at
 * times and with faults that a seed decides. A step is one command that reaches the server.
 *
 * <p>Each process has a thread, but only one runs: it hands over before each of its steps.
 */
final class FleetSimulation {
  private static final BreakerName NAME = new BreakerName("b");

  /** The number of the process that looks at the end: no other runs, and nothing goes wrong. */
  private static final int OUTSIDE = -1;

  private static final Duration LEASE = Duration.ofSeconds(20);

  /** What can go wrong. */
  enum Fault {
    /** A command is lost on its way, and the process gives up. */
    LOST_COMMAND,
    /** The reply is lost, and the process gives up. */
    LOST_REPLY,
    /** The reply is lost, and the command is sent again. */
    SENT_TWICE,
    /** A process ends without a word. */
    KILLED,
    /** A replica takes over, without what came last. */
    FAILOVER
  }

  private final Random random;
  private final List<Fault> faults;
  private final BreakerPolicy policy;
  private final SimulatedRedis redis = new SimulatedRedis(() -> this.now);
  private final List<Caller> runnable = new ArrayList<>();
  private final Semaphore turn = new Semaphore(0);
  private final List<Probe> probes = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private SimulatedRedis.Memory replica;
  private Optional<Throwable> failure = Optional.empty();

  /** Commands that reached the server. */
  long steps;

  /** Reports that were sent, and those whose receipt the store confirmed. */
  long sent;

  long confirmed;

  /** Calls that were rejected. */
  long rejected;

  /**
   * A permit of a probe that was not returned.
   *
   * @param asked when it was asked for: its lease begins then or later
   */
  private record Probe(Permit permit, Instant asked) {}

  FleetSimulation(long seed, List<Fault> faults, BreakerPolicy policy) {
    this.random = new Random(seed);
    this.faults = faults;
    this.policy = policy;
    this.replica = redis.memory();
  }

  /** Runs processes with so many calls each until all have ended. */
  void run(int processes, int calls) throws Throwable {
    for (int i = 0; i < processes; i++) {
      Caller caller = new Caller(i, calls);
      runnable.add(caller);
      caller.thread = Thread.ofVirtual().unstarted(caller);
    }
    for (Caller caller : List.copyOf(runnable)) {
      caller.thread.start();
      turn.acquire();
    }
    while (!runnable.isEmpty() && failure.isEmpty()) {
      now = now.plusNanos(random.nextInt(60) * 1_000_000L);
      if (chance(Fault.FAILOVER, 200)) {
        redis.restore(replica);
      } else if (random.nextInt(8) == 0) {
        replica = redis.memory();
      }
      runnable.get(random.nextInt(runnable.size())).go.release();
      turn.acquire();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private boolean chance(Fault fault, int in) {
    return !runnable.isEmpty() && faults.contains(fault) && random.nextInt(in) == 0;
  }

  /** The breaker as a process sees it that comes later. */
  BreakerState state() throws StateException {
    return store(new Caller(OUTSIDE, 0))
        .read(new BreakerFormat(), NAME.value())
        .record()
        .map(BreakerRecord::state)
        .orElse(BreakerState.FRESH);
  }

  /** Whether a call is permitted once the policy's time is over, whatever happened before. */
  boolean permitsLater() throws StateException {
    BreakerState later =
        Breaker.apply(
                state(),
                new BreakerEvent.Expire(),
                now.plus(policy.recoveryTimeout()).plus(LEASE),
                policy)
            .state();
    return Breaker.apply(
                later,
                new BreakerEvent.Ask("h", LEASE, _ -> true),
                now.plus(policy.recoveryTimeout()).plus(LEASE),
                policy)
            .decision()
        instanceof Decision.Permitted;
  }

  private RedisStateStore store(Caller caller) {
    return new RedisStateStore(
        RedisAddress.parse("redis://simulated?timeout=1h", Map.<String, String>of()::get),
        Strictness.STRICT,
        _ -> {},
        random::nextLong,
        new RedisStateStore.Reading(_ -> now, Duration.ofDays(36_500), true),
        failures -> new Link(caller, failures));
  }

  /** One process: some calls of the guarded service, one after the other. */
  private final class Caller implements Runnable {
    private final int number;
    private final int calls;
    private final Semaphore go = new Semaphore(0);
    private Thread thread;

    Caller(int number, int calls) {
      this.number = number;
      this.calls = calls;
    }

    @Override
    public void run() {
      try {
        step();
        for (int i = 0; i < calls && call(); i++) {
          step();
        }
      } catch (Throwable e) {
        failure = Optional.of(e);
      }
      runnable.remove(this);
      turn.release();
    }

    /** Lets the others run. */
    private void step() {
      if (number != OUTSIDE) {
        turn.release();
        go.acquireUninterruptibly();
      }
    }

    /** Asks, calls and reports, as a run does; a new process each time, or the same one. */
    private boolean call() {
      StoredBreaker breaker = new StoredBreaker(store(this), NAME, Optional.of(policy));
      for (int attempts = 1 + random.nextInt(3); attempts > 0; attempts--) {
        try {
          Instant asked = now;
          switch (breaker.ask(LEASE).decision()) {
            case Decision.Permitted(Permit permit) -> {
              probe(permit, asked);
              step();
              if (chance(Fault.KILLED, 20)) {
                return false;
              }
              report(breaker, permit);
            }
            case Decision.Rejected _ -> rejected++;
            case Decision.Noted _ -> throw new AssertionError("no answer");
          }
        } catch (StateException e) {
          if (faults.isEmpty()) {
            throw new AssertionError(e);
          }
        }
      }
      return true;
    }

    private void report(StoredBreaker breaker, Permit permit) throws StateException {
      Verdict verdict = random.nextInt(3) == 0 ? Verdict.SUCCESS : Verdict.FAILURE;
      sent++;
      probes.removeIf(probe -> probe.permit().equals(permit));
      breaker.report(
          new BreakerEvent.Report(Optional.of(permit), verdict, Duration.ofSeconds(1), "exit:1"));
      confirmed++;
    }

    private void probe(Permit permit, Instant asked) {
      // a server that takes over may not know of a permit that the old one gave
      if (permit.isProbe() && !faults.contains(Fault.FAILOVER)) {
        probes.add(new Probe(permit, asked));
        long held =
            probes.stream()
                .filter(probe -> probe.permit().generation() == permit.generation())
                .filter(probe -> probe.asked().plus(LEASE).isAfter(now))
                .count();
        if (held > policy.halfOpenMaxCalls()) {
          throw new AssertionError(held + " probes at once: " + probes);
        }
      }
    }
  }

  /** The connection of a caller. What it tells arrives in order, some time later. */
  private final class Link implements RedisLink {
    private final Caller caller;
    private final RedisFailures failures;
    private final Queue<RedisCommand> told = new ArrayDeque<>();

    Link(Caller caller, RedisFailures failures) {
      this.caller = caller;
      this.failures = failures;
    }

    @Override
    public Replies ask(byte[] key, List<RedisCommand> commands, TransactionLimit limit)
        throws StateException {
      deliver();
      caller.step();
      if (chance(Fault.LOST_COMMAND, 30)) {
        throw failures.failed("lost");
      }
      Replies replies = execute(commands);
      if (chance(Fault.LOST_REPLY, 30)) {
        throw failures.failed("lost");
      }
      if (chance(Fault.SENT_TWICE, 30)) {
        caller.step();
        return execute(commands);
      }
      return replies;
    }

    private Replies execute(List<RedisCommand> commands) {
      steps++;
      return new Replies(commands.stream().map(redis::reply).toList(), System.nanoTime());
    }

    @Override
    public void tell(byte[] key, RedisCommand command, TransactionLimit limit) {
      told.add(command);
      if (random.nextBoolean()) {
        deliver();
      } else {
        caller.step();
        deliver();
      }
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
      caller.step();
    }
  }
}
