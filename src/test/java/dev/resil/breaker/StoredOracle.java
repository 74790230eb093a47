package dev.resil.breaker;

import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * The same comparison with two libraries, for breakers in a store. The sequences are fixed, since
 * so few random ones would sometimes lack a rare change.
 */
abstract class StoredOracle extends BreakerOracleTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** A store whose time is the clock's. */
  abstract StateStore store(TestClock clock);

  @Override
  int length() {
    return 150;
  }

  @Override
  int enough() {
    return 0;
  }

  @Override
  Subject subject(TestClock clock, BreakerPolicy policy) {
    StateStore store = store(clock);
    BreakerName name = new BreakerName("oracle " + NUMBER.incrementAndGet());
    return new Subject() {
      @Override
      public BreakerState state() {
        return quietly(() ->
            store
                .read(new BreakerFormat(), name.value())
                .record()
                .map(BreakerRecord::state)
                .orElse(BreakerState.FRESH));
      }

      @Override
      public Decision ask() {
        return quietly(() -> breaker().ask(Duration.ofDays(1)).decision());
      }

      @Override
      public void report(BreakerEvent.Report report) {
        quietly(() -> breaker().report(report));
      }

      private StoredBreaker breaker() {
        return new StoredBreaker(store, name, Optional.of(policy));
      }
    };
  }

  private interface Work<T> {
    T run() throws StateException;
  }

  private static <T> T quietly(Work<T> work) {
    try {
      return work.run();
    } catch (StateException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  @Property(tries = 20, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldOpenAfterConsecutiveFailuresAsTheOthersDo(@ForAll("steps") List<Step> steps) {
    super.shouldOpenAfterConsecutiveFailuresAsTheOthersDo(steps);
  }

  @Override
  @Property(tries = 20, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldTakeSeveralProbesAsFailsafeDoes(@ForAll("steps") List<Step> steps) {
    super.shouldTakeSeveralProbesAsFailsafeDoes(steps);
  }

  @Override
  @Property(tries = 20, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldWaitLongerAtEachReopeningAsResilience4jDoes(@ForAll("steps") List<Step> steps) {
    super.shouldWaitLongerAtEachReopeningAsResilience4jDoes(steps);
  }

  @Override
  @Property(tries = 20, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldTakeRatesOfTheLastCallsAsResilience4jDoes(@ForAll("steps") List<Step> steps) {
    super.shouldTakeRatesOfTheLastCallsAsResilience4jDoes(steps);
  }

  @Override
  @Property(tries = 20, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldTakeRatesOfTheLastTimeAsResilience4jDoes(@ForAll("steps") List<Step> steps) {
    super.shouldTakeRatesOfTheLastTimeAsResilience4jDoes(steps);
  }
}
