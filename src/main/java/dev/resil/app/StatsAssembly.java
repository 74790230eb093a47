package dev.resil.app;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.view.BreakerView;
import dev.resil.cli.options.StatisticsSettings;
import dev.resil.cli.options.UsageException;
import dev.resil.io.LineSink;
import dev.resil.limit.LimitName;
import dev.resil.limit.store.LimitFormat;
import dev.resil.limit.view.LimitView;
import dev.resil.posix.Posix;
import dev.resil.report.ReportFile;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.state.Counts;
import dev.resil.state.StateException;
import dev.resil.state.Stores;
import dev.resil.state.Tallied;
import dev.resil.stats.Exposition;
import dev.resil.stats.RunTally;
import dev.resil.stats.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Wires the parts that only counted runs need. */
final class StatsAssembly implements RunTally.Keeper {
  private final StatisticsSettings settings;
  private final Shown shown;
  private final Supplier<Stores> stores;
  private final RunListener listener;
  private final Optional<ReportFile> metrics;
  private final LineSink notices;
  private boolean failed;

  private StatsAssembly(
      StatisticsSettings settings,
      Shown shown,
      Supplier<Stores> stores,
      RunListener listener,
      LineSink notices) {
    this.settings = settings;
    this.shown = shown;
    this.stores = stores;
    this.listener = listener;
    this.notices = notices;
    this.metrics = settings.metricsFile().map(StatsAssembly::file);
  }

  /**
   * What the metrics file shows besides the counts.
   *
   * @param run the id of the run, which still has its lock
   * @param breaker the name of its breaker
   * @param limits the names of its limits
   */
  record Shown(String run, Optional<BreakerName> breaker, List<LimitName> limits) {}

  /**
   * The listener that counts a run.
   *
   * @param shown what the metrics file shows besides
   * @param stores the stores for the counts
   * @param listener is notified if the run cannot be counted
   * @param notices receives problems of the metrics file
   */
  static RunListener tally(
      StatisticsSettings settings,
      Shown shown,
      Supplier<Stores> stores,
      RunListener listener,
      LineSink notices) {
    return new RunTally(new StatsAssembly(settings, shown, stores, listener, notices));
  }

  private static ReportFile file(String name) {
    try {
      return ReportFile.at("--metrics-file", name, Posix.get()).forAll();
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--metrics-file", name, e.getMessage());
    }
  }

  /** A failure to count is reported once and does not affect the run. */
  @Override
  public void keep(Counts more, Counts.Bounds bounds) {
    if (failed) {
      return;
    }
    try {
      stores.get().tallies().add(settings.name(), more, bounds);
      if (metrics.isPresent()) {
        metrics.get().write(exposition(stores.get()).strip(), notices);
      }
    } catch (StateException e) {
      failed = true;
      listener.on(new RunEvent.StateNotice(e.getMessage() + "; the run is not counted"));
    }
  }

  private String exposition(Stores from) throws StateException {
    Tallied tallied = from.tallies().of(settings.name());
    Summary summary = new Summary(settings.name(), tallied.counts(settings.name()), tallied.now());
    List<BreakerView> breakers = new ArrayList<>();
    if (shown.breaker().isPresent()) {
      var view = from.records().read(new BreakerFormat(), shown.breaker().get().value());
      view.record()
          .ifPresent(record -> breakers.add(BreakerView.of(record, view.now(), view.holders())));
    }
    List<LimitView> limits = new ArrayList<>();
    for (LimitName name : shown.limits()) {
      var view = from.records().read(new LimitFormat(), name.value());
      view.record()
          .map(record -> LimitView.of(record, view.now(), view.holders()).without(shown.run()))
          .ifPresent(limits::add);
    }
    return Exposition.of(List.of(summary), breakers, limits);
  }
}
