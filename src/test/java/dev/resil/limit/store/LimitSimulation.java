package dev.resil.limit.store;

import dev.resil.limit.Answer;
import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.limit.Limit;
import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.limit.Rate;
import dev.resil.simulation.Schedule;
import dev.resil.state.Holders;
import dev.resil.state.Listing;
import dev.resil.state.RecordFormat;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Update;
import dev.resil.state.View;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Many processes on one limit in a simulated store, in an order and with faults that a seed
 * decides. It checks that there are never more permits than the limit has, in no time more starts
 * than its rate permits, nor more retries than its budget, that nobody waits in vain, and that
 * nothing is left at the end.
 */
public final class LimitSimulation {
  private static final LimitName NAME = new LimitName("l");
  private static final Duration LEASE = Renewal.LEASE;
  private static final Duration LONGEST_USE = Duration.ofSeconds(3);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
  private static final Duration IN_VAIN = Duration.ofMinutes(30);

  /** Where the processes run. */
  public interface Computer {
    /** Their turns. */
    Schedule schedule();

    /** The time of the store. */
    Instant now();

    /** A process in its store. */
    StateStore store(String process);

    /** Whether a process has not ended. */
    boolean isAlive(String process);

    /** Whether processes can see each other. */
    boolean sees();

    /** Whether calls of the store may fail. */
    boolean mayFail();
  }

  private final Computer computer;
  private final Random random;
  private final Demand demand;
  private final Optional<Budget> budget;
  private final Set<Use> uses = new HashSet<>();
  private final Set<Long> numbers = new HashSet<>();
  private final List<Instant> starts = new ArrayList<>();
  private final List<Instant> retries = new ArrayList<>();

  /** Includes those that were counted for processes that ended before they knew. */
  private final List<Client> clients = new ArrayList<>();

  /** Permits that were granted. */
  public long granted;

  /** Permits that were lost, since they were not renewed in time. */
  public long lost;

  /** Processes that gave up, since their store failed. */
  public long failures;

  /** A permit in use. */
  private static final class Use {
    private final String process;
    private long renewed;

    Use(String process, long renewed) {
      this.process = process;
      this.renewed = renewed;
    }
  }

  /**
   * What a seed decides about the limit.
   *
   * @param timed whether the clock is never set, so that rates and budgets can be checked
   */
  public LimitSimulation(Computer computer, Random random, boolean timed) {
    this.computer = computer;
    this.random = random;
    this.demand = random.nextInt(3) == 0 ? Demand.LOCK : attempts(random, timed);
    this.budget =
        timed && random.nextBoolean()
            ? Optional.of(
                new Budget(
                    1 + random.nextInt(100_000),
                    random.nextInt(5),
                    Duration.ofMillis(100 + random.nextInt(10_000))))
            : Optional.empty();
  }

  private static Demand attempts(Random random, boolean timed) {
    OptionalInt most =
        timed && random.nextInt(4) == 0
            ? OptionalInt.empty()
            : OptionalInt.of(1 + random.nextInt(8));
    Optional<Rate> rate =
        !timed || (most.isPresent() && random.nextBoolean())
            ? Optional.empty()
            : Optional.of(
                new Rate(
                    1 + random.nextInt(20),
                    Duration.ofMillis(100 + random.nextInt(2000)),
                    1 + random.nextInt(5)));
    return Demand.attempt(most, rate);
  }

  /** One process: a run with some attempts. */
  public void live(String process) {
    Client client = new Client(process, computer.store(process));
    clients.add(client);
    try {
      client.run();
    } catch (StateException e) {
      failures++;
      if (!computer.mayFail()) {
        throw new AssertionError(e);
      }
    }
  }

  /** Forgets what was counted, as a store may do after a power cut. */
  public void forget() {
    starts.clear();
    retries.clear();
  }

  private final class Client {
    private final String process;
    private final Seen store;
    private final StoredLimit limit;
    private Optional<Instant> begun = Optional.empty();

    Client(String process, StateStore store) {
      this.process = process;
      this.store = new Seen(store, process);
      this.limit = new StoredLimit(this.store, NAME, new StoredLimit.Caller(process, 1, "cmd"));
    }

    private long nanos() {
      return computer.schedule().nanos();
    }

    void run() throws StateException {
      for (int left = random.nextInt(4); ; left--) {
        attempt();
        if (left == 0 || !retry()) {
          return;
        }
      }
    }

    private boolean retry() throws StateException {
      if (budget.isEmpty()) {
        return true;
      }
      boolean permitted = limit.retry(budget.get(), Deadline.NEVER).isEmpty();
      if (permitted) {
        retries.add(store.last);
      }
      return permitted;
    }

    private void attempt() throws StateException {
      long number = permit();
      granted++;
      if (!numbers.add(number)) {
        throw new AssertionError("permit " + number + " was granted twice");
      }
      if (demand.rate().isPresent()) {
        starts.add(store.last);
      }
      if (budget.isPresent() && begun.isEmpty()) {
        store.whenApplied = now -> begun = Optional.of(now);
        limit.begun(budget.get(), Deadline.NEVER);
        store.whenApplied = _ -> {};
      }
      if (demand.most().isPresent()) {
        limit.release(use(number), demand.kind());
      }
    }

    private long asked;

    private long permit() throws StateException {
      long end = nanos() + IN_VAIN.toNanos();
      while (nanos() < end) {
        asked = nanos();
        Answer answer = limit.ask(demand, true, LEASE, Deadline.NEVER).answer();
        if (answer instanceof Answer.Granted(long number)) {
          return number;
        }
        computer.schedule().sleep(1_000_000L * (1 + random.nextInt(1000)));
      }
      throw new AssertionError(process + " waits in vain");
    }

    private long use(long number) throws StateException {
      Use use = new Use(process, asked);
      uses.add(use);
      check();
      try {
        long end = nanos() + random.nextLong(LONGEST_USE.toNanos());
        for (boolean held = true; held && nanos() < end; ) {
          long time = Math.min(LEASE.toNanos() / 3, end - nanos());
          boolean stopped = random.nextInt(50) == 0;
          computer.schedule().sleep(stopped ? random.nextLong(LONGEST_STOP.toNanos()) : time);
          long before = nanos();
          held = limit.renew(number);
          use.renewed = before;
          lost += held ? 0 : 1;
        }
      } finally {
        uses.remove(use);
      }
      return number;
    }
  }

  /** A permit that has not been renewed for a lease is fenced by its number. */
  private void check() {
    long now = computer.schedule().nanos();
    long held =
        uses.stream()
            .filter(use -> computer.isAlive(use.process))
            .filter(use -> computer.sees() || now - use.renewed < LEASE.toNanos())
            .count();
    if (held > demand.most().orElseThrow()) {
      throw new AssertionError(held + " at once, and not " + demand.most().getAsInt());
    }
  }

  /** Checks what can be checked once all have ended. */
  public void check(StateStore outside) throws StateException {
    demand
        .rate()
        .ifPresent(rate -> {
          for (Instant end : starts) {
            long count = count(starts, end, rate.per());
            if (count > rate.attempts() + rate.burst()) {
              throw new AssertionError(count + " starts within " + rate);
            }
          }
        });
    budget.ifPresent(some -> {
      List<Instant> firsts = clients.stream().flatMap(client -> client.begun.stream()).toList();
      for (Instant end : retries) {
        long first = count(firsts, end, some.per());
        long most = some.least() + first * some.thousandths() / 100_000;
        if (count(retries, end, some.per()) > most) {
          throw new AssertionError("more than %d retries for %d attempts".formatted(most, first));
        }
      }
    });
    LimitState state =
        outside
            .read(new LimitFormat(), NAME.value())
            .record()
            .map(LimitRecord::state)
            .orElse(LimitState.NEW);
    Instant later = computer.now().plus(LEASE);
    LimitState left = Limit.current(state, later, StoredLimit.lives(holders("outside")));
    if (!left.holds().isEmpty() || !left.queue().isEmpty()) {
      throw new AssertionError("left: " + left);
    }
  }

  private static long count(List<Instant> times, Instant end, Duration within) {
    Instant begin = end.minus(within);
    return times.stream().filter(at -> at.isAfter(begin) && !at.isAfter(end)).count();
  }

  private Holders holders(String process) {
    return new Holders() {
      @Override
      public String self() {
        return process;
      }

      @Override
      public String host() {
        return "host";
      }

      @Override
      public boolean isAlive(String holder) {
        return !computer.sees() || computer.isAlive(holder);
      }

      @Override
      public boolean isVisible(String holder) {
        return computer.sees();
      }
    };
  }

  /** Notes the time of each change, and names the simulated process. */
  private final class Seen implements StateStore {
    private final StateStore store;
    private final Holders holders;
    private Instant last = Instant.EPOCH;
    private Consumer<Instant> whenApplied = _ -> {};

    Seen(StateStore store, String process) {
      this.store = store;
      this.holders = holders(process);
    }

    @Override
    public <R, T> T update(
        RecordFormat<R> format,
        String name,
        Function<View<R>, Update<R, T>> change,
        Deadline deadline)
        throws StateException {
      return store.update(
          format,
          name,
          view -> {
            last = view.now();
            whenApplied.accept(last);
            return change.apply(new View<>(view.now(), view.record(), holders));
          },
          deadline);
    }

    @Override
    public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
      return store.read(format, name);
    }

    @Override
    public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
      return store.list(format);
    }

    @Override
    public boolean remove(RecordFormat<?> format, String name) throws StateException {
      return store.remove(format, name);
    }
  }
}
