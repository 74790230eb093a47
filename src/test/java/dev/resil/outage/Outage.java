package dev.resil.outage;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Transition;
import dev.resil.breaker.Verdict;
import dev.resil.limit.Budget;
import dev.resil.limit.Limit;
import dev.resil.limit.LimitState;
import dev.resil.retry.Backoff;
import dev.resil.retry.Delays;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A thousand clients of a service that is down for a minute, on a virtual clock: each begins a run
 * every 10 s, of up to ten attempts. Delays, breaker and budget are those of a real run.
 */
final class Outage {
  static final int CLIENTS = 1000;
  static final int SECONDS = 180;
  static final int DOWN_FROM = 30;
  static final int DOWN_TO = 90;

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration ATTEMPT = Duration.ofMillis(100);
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  private static final long SEED = 42;

  /** How the clients behave. */
  enum Manner {
    /** A loop around the call: the next attempt follows after a second. */
    PLAIN("retries after 1 s"),
    /** Exponential backoff with full jitter. */
    BACKOFF("with backoff"),
    /** With a breaker that all share, with its defaults. */
    BREAKER("with backoff and a breaker"),
    /** With a budget that all share: 20 % and 10 per minute. */
    BUDGET("with backoff and a budget");

    final String title;

    Manner(String title) {
      this.title = title;
    }
  }

  /**
   * What the service and its clients saw.
   *
   * @param requests by the second
   * @param failed how many runs failed, by the second of their ends
   * @param runs how many runs there were
   */
  record Result(List<Integer> requests, List<Integer> failed, int runs) {
    /** The most requests in a second. */
    int peak() {
      return requests.stream().mapToInt(i -> i).max().orElseThrow();
    }

    /** The average per second from one second to another. */
    double average(int from, int to) {
      return requests.subList(from, to).stream().mapToInt(i -> i).average().orElseThrow();
    }

    /** The runs that failed. */
    int failures() {
      return failed.stream().mapToInt(i -> i).sum();
    }

    /** The second in which the last run failed. */
    int lastFailure() {
      int last = SECONDS - 1;
      while (last > 0 && failed.get(last) == 0) {
        last--;
      }
      return last;
    }
  }

  /** One run of a client, and its next attempt. */
  private static final class Client {
    private final Delays delays;
    private long attempts;

    Client(Delays delays) {
      this.delays = delays;
    }
  }

  /** What happens at a time; those at the same time in the order in which they were planned. */
  private record Planned(long nanos, long order, Runnable action) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime == 0 ? Long.compare(order, other.order) : byTime;
    }
  }

  private final Manner manner;
  private final RetryPolicy policy;
  private final Random random = new Random(SEED);
  private final PriorityQueue<Planned> agenda = new PriorityQueue<>();
  private final int[] requests = new int[SECONDS];
  private final int[] failed = new int[SECONDS];
  private BreakerState breaker = BreakerState.FRESH;
  private LimitState limit = LimitState.NEW;
  private long nanos;
  private long planned;
  private int runs;

  private Outage(Manner manner) {
    this.manner = manner;
    Duration second = Duration.ofSeconds(1);
    this.policy =
        new RetryPolicy(
            OptionalLong.of(10),
            manner == Manner.PLAIN
                ? new Backoff.Constant(second)
                : new Backoff.Exponential(second, 2),
            manner == Manner.PLAIN ? new Jitter.None() : new Jitter.Full(),
            second,
            Duration.ofMinutes(1),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  static Result of(Manner manner) {
    return new Outage(manner).run();
  }

  private Result run() {
    for (int i = 0; i < CLIENTS; i++) {
      long phase = random.nextLong(PERIOD.toNanos());
      for (long at = phase; at < SECONDS * 1_000_000_000L; at += PERIOD.toNanos()) {
        plan(at, this::begin);
      }
    }
    while (!agenda.isEmpty() && agenda.peek().nanos() < SECONDS * 1_000_000_000L) {
      Planned next = agenda.remove();
      nanos = next.nanos();
      next.action().run();
    }
    return new Result(
        Arrays.stream(requests).boxed().toList(), Arrays.stream(failed).boxed().toList(), runs);
  }

  private void plan(long at, Runnable action) {
    agenda.add(new Planned(at, planned++, action));
  }

  private Instant now() {
    return START.plusNanos(nanos);
  }

  private void begin() {
    runs++;
    Client client = new Client(new Delays(policy, random.nextLong()));
    attempt(client);
  }

  private void attempt(Client client) {
    Optional<Permit> permit = Optional.empty();
    if (manner == Manner.BREAKER) {
      Transition asked =
          Breaker.apply(
              breaker,
              new BreakerEvent.Ask("client", LEASE, _ -> true),
              now(),
              BreakerPolicy.DEFAULT);
      breaker = asked.state();
      if (!(asked.decision() instanceof Decision.Permitted permitted)) {
        failed[second()]++;
        return;
      }
      permit = Optional.of(permitted.permit());
    }
    if (manner == Manner.BUDGET && client.attempts == 0) {
      limit = Limit.begun(limit, Budget.DEFAULT, now());
    }
    client.attempts++;
    requests[second()]++;
    boolean down = second() >= DOWN_FROM && second() < DOWN_TO;
    Optional<Permit> held = permit;
    plan(nanos + ATTEMPT.toNanos(), () -> ended(client, !down, held));
  }

  private int second() {
    return (int) (nanos / 1_000_000_000);
  }

  private void ended(Client client, boolean success, Optional<Permit> permit) {
    if (manner == Manner.BREAKER) {
      breaker =
          Breaker.apply(
                  breaker,
                  new BreakerEvent.Report(
                      permit, success ? Verdict.SUCCESS : Verdict.FAILURE, ATTEMPT, "exit:1"),
                  now(),
                  BreakerPolicy.DEFAULT)
              .state();
    }
    if (!success) {
      if (policy.allowsAttemptAfter(client.attempts) && retry()) {
        plan(nanos + client.delays.next().toNanos(), () -> attempt(client));
      } else {
        failed[second()]++;
      }
    }
  }

  private boolean retry() {
    if (manner != Manner.BUDGET) {
      return true;
    }
    Optional<LimitState> next = Limit.retried(limit, Budget.DEFAULT, now());
    limit = next.orElse(limit);
    return next.isPresent();
  }
}
