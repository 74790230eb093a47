package dev.resil.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.state.Counts;
import dev.resil.state.MemoryStateStore;
import dev.resil.state.RecordFormat;
import dev.resil.state.RoutedStateStore;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Update;
import dev.resil.state.View;
import dev.resil.time.Deadline;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class StoredTalliesTest {
  private final KilledStore store = new KilledStore();
  private final StoredTallies tallies = new StoredTallies(store);

  /** A store whose process is killed before or after one of its transactions. */
  private static final class KilledStore extends RoutedStateStore {
    private final StateStore store = new MemoryStateStore(Clock.systemUTC());
    private int left = Integer.MAX_VALUE;
    private boolean after;
    private int done;

    void killIn(int transactions, boolean afterIt) {
      left = transactions;
      after = afterIt;
      done = 0;
    }

    @Override
    public <R, T> T store(
        RecordFormat<R> format, String name, Function<View<R>, Update<R, T>> change)
        throws StateException {
      return update(format, name, change);
    }

    @Override
    public <R, T> T update(
        RecordFormat<R> format,
        String name,
        Function<View<R>, Update<R, T>> change,
        Deadline deadline)
        throws StateException {
      boolean last = left-- == 0;
      if (last && !after) {
        throw new StateException(StateException.Problem.FULL, "killed");
      }
      T answer = store.update(format, name, change, deadline);
      done++;
      if (last) {
        throw new StateException(StateException.Problem.FULL, "killed");
      }
      return answer;
    }

    @Override
    protected <T> T routed(Work<StateStore, T> work) throws StateException {
      return work.on(store);
    }
  }

  private static Counts run(int micros) {
    return new Counts(new TreeMap<>(Map.of("runs", 1L, "run_us:" + micros, 1L)));
  }

  private static long runs(Counts counts) {
    assertThat(counts.under("run_us:").values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(counts.get("runs"));
    return counts.get("runs");
  }

  /** A run is counted after its first transaction, wherever it is killed later. */
  @Property(tries = 30)
  void shouldCountEachRunOnceIfAProcessIsKilled(@ForAll long seed) throws StateException {
    RandomGenerator random = new Random(seed);
    KilledStore store = new KilledStore();
    StoredTallies tallies = new StoredTallies(store);
    long counted = 0;
    for (int i = 0; i < 600; i++) {
      store.killIn(random.nextInt(6), random.nextBoolean());
      try {
        tallies.add("api", run(random.nextInt(400)), Counts.Bounds.NONE);
      } catch (StateException e) {
        // as if killed
      }
      counted += store.done > 0 ? 1 : 0;
      assertThat(runs(tallies.of("api").counts("api"))).isEqualTo(counted);
    }
    assertThat(runs(tallies.all().counts().get("api"))).isEqualTo(counted);
    assertThat(store.read(new TallyFormat("stats"), "api").record()).isPresent();
  }

  @Test
  void shouldKeepTheFileReadByARunSmall() throws StateException {
    for (int i = 0; i < 5000; i++) {
      tallies.add("api", run(i % 2000), Counts.Bounds.NONE);
      Tally latest = store.read(new TallyFormat("runs"), "api").record().orElseThrow();
      assertThat(new TallyFormat("runs").encode(latest).length).isLessThan(4000);
    }
    assertThat(runs(tallies.of("api").counts("api"))).isEqualTo(5000);
  }

  @Test
  void shouldMergeABatchOnceDespiteASlowWriter() throws StateException {
    Tally closed = Tally.unnumbered("api").numberedFrom(4);
    for (int i = 0; closed.closed().isEmpty(); i++) {
      closed = closed.with(run(i), Counts.Bounds.NONE);
    }
    Counts batch = closed.closed().get();
    Tally before = Tally.unnumbered("api").and(4, batch, Counts.Bounds.NONE);
    Tally later = before.and(5, run(1), Counts.Bounds.NONE);
    assertThat(later.and(4, batch, Counts.Bounds.NONE)).isEqualTo(later);
    assertThat(runs(later.counts())).isEqualTo(batch.get("runs") + 1);
    // read before and after it was merged
    assertThat(runs(before.beside(closed))).isEqualTo(batch.get("runs"));
    assertThat(runs(Tally.unnumbered("api").beside(closed))).isEqualTo(batch.get("runs"));
  }

  @Test
  void shouldContinueIfTheLatestRunsAreLost() throws StateException {
    for (int i = 0; i < 500; i++) {
      tallies.add("api", run(i), Counts.Bounds.NONE);
    }
    store.remove(new TallyFormat("runs"), "api");
    long left = runs(tallies.of("api").counts("api"));
    tallies.add("api", run(1), Counts.Bounds.NONE);
    assertThat(runs(tallies.of("api").counts("api"))).isEqualTo(left + 1).isGreaterThan(1);
    assertThat(tallies.remove("api")).isTrue();
    assertThat(tallies.of("api").counts()).isEmpty();
    assertThat(tallies.remove("api")).isFalse();
  }
}
