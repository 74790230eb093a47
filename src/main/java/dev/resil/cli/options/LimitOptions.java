package dev.resil.cli.options;

import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.limit.LimitName;
import dev.resil.limit.Rate;
import dev.resil.run.WhenLimited;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The limits of a run that processes share. */
public final class LimitOptions {
  @Option(
      names = "--lock",
      paramLabel = "NAME",
      converter = LimitConverters.LockName.class,
      description =
          "One run at a time with the lock NAME, held from the first attempt to the end, delays"
              + " included. The command gets the lock's token, a number that only grows, in"
              + " RESIL_LOCK_TOKEN.")
  private LimitName lock;

  @Option(
      names = "--no-strict-lock",
      description = "Run without the lock if its state cannot be used, instead of exiting 125.")
  private boolean lenientLock;

  @Option(
      names = "--max-concurrent",
      paramLabel = "N",
      converter = LimitConverters.Concurrency.class,
      description = "At most N attempts at the same time, of all runs with the same limit.")
  private Integer maxConcurrent;

  @Option(
      names = "--rate",
      paramLabel = "N/D",
      converter = LimitConverters.PerTime.class,
      description =
          "At most N attempts per D, such as 100/1m, of all runs with the same limit, evenly"
              + " spread.")
  private Rate rate;

  @Option(
      names = "--burst",
      paramLabel = "M",
      converter = LimitConverters.Burst.class,
      description = "Let M attempts begin at once after a quiet time (default: 1).")
  private Integer burst;

  @Option(
      names = "--retry-budget",
      paramLabel = "P%",
      converter = LimitConverters.Share.class,
      description =
          "Retries, of all runs with the same limit, are at most P percent of their first attempts"
              + " within the D of --retry-budget-min, plus its N. Once that is spent, a failure is"
              + " final.")
  private Double retryBudget;

  @Option(
      names = "--retry-budget-min",
      paramLabel = "N/D",
      converter = LimitConverters.RetriesPerTime.class,
      description = "Permit N retries per D whatever their share (default: 10/1m).")
  private Budget retryBudgetMin;

  @Option(
      names = "--limits",
      paramLabel = "NAME",
      converter = LimitConverters.Name.class,
      description =
          "The name of the limit of --rate, --max-concurrent and --retry-budget (default: the name"
              + " of --breaker, else of --name).")
  private LimitName limits;

  @Option(
      names = "--when-limited",
      paramLabel = "ACTION",
      converter = LimitConverters.WhenLimitedConverter.class,
      description =
          "Action when a lock or limit has no room: wait (within --limit-wait and"
              + " --max-elapsed), fail (exit 75) or skip (exit 0 without running anything)"
              + " (default: wait).")
  private WhenLimited whenLimited;

  @Option(
      names = "--limit-wait",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "The longest wait for room; exit 75 after it (default: no limit).")
  private Duration limitWait;

  /**
   * The limits that these options describe; empty if there are none.
   *
   * @param breaker the breaker, which may give the name
   * @param statistics how the run is counted, which may give the name
   * @param strict whether unusable state is an error
   */
  public Optional<LimitSettings> toSettings(
      Optional<BreakerSettings> breaker, Optional<StatisticsSettings> statistics, boolean strict) {
    if (lock == null && rate == null && maxConcurrent == null && retryBudget == null) {
      return Optional.empty();
    }
    return Optional.of(
        new LimitSettings(
            Optional.ofNullable(lock).map(name -> new LimitSettings.Lock(name, !lenientLock)),
            rate == null && maxConcurrent == null
                ? Optional.empty()
                : Optional.of(
                    new LimitSettings.Attempts(name(breaker, statistics), demand(), strict)),
            Optional.ofNullable(retryBudget)
                .map(percent ->
                    new LimitSettings.Retries(
                        name(breaker, statistics),
                        Objects.requireNonNullElse(retryBudgetMin, Budget.DEFAULT)
                            .withPercent(percent),
                        strict)),
            Objects.requireNonNullElse(whenLimited, WhenLimited.WAIT),
            Optional.ofNullable(limitWait).filter(wait -> !wait.isZero())));
  }

  private LimitName name(
      Optional<BreakerSettings> breaker, Optional<StatisticsSettings> statistics) {
    return Optional.ofNullable(limits)
        .or(() -> breaker.map(guard -> new LimitName(guard.name().value())))
        .or(() -> statistics.map(counted -> new LimitName(counted.name())))
        .orElseThrow(); // by OptionRules
  }

  private Demand demand() {
    Optional<Rate> per =
        Optional.ofNullable(rate)
            .map(given -> burst == null ? given : new Rate(given.attempts(), given.per(), burst));
    return Demand.attempt(
        maxConcurrent == null ? OptionalInt.empty() : OptionalInt.of(maxConcurrent), per);
  }
}
