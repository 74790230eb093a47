package dev.resil.cli.options;

import dev.resil.breaker.BreakerName;
import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeSet;
import dev.resil.run.WhenOpen;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The breaker that guards a run. */
public final class BreakerOptions {
  @Option(
      names = "--breaker",
      paramLabel = "NAME",
      converter = Converters.Name.class,
      description =
          "Ask the breaker NAME before each attempt; it is shared by all runs that name it. 'auto'"
              + " is the URL's HOST:PORT in 'resil http'.")
  private BreakerName name;

  @Mixin private final BreakerPolicyOptions policy = new BreakerPolicyOptions();

  @Option(
      names = "--failure-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "The failures that count; others count neither way (default: any; in 'resil http' dns,"
              + " connect, tls, read, timeout, status: 408, 429, 5xx).")
  private List<OutcomeSet> failureOn = new ArrayList<>();

  @Option(
      names = "--when-open",
      paramLabel = "WHAT",
      converter = Converters.WhenOpenConverter.class,
      description =
          "fail: exit 75; wait for a permit, within --max-elapsed; or skip: exit 0 with nothing"
              + " run (default: fail).")
  private WhenOpen whenOpen;

  @Mixin private final StateOptions state = new StateOptions();

  @Mixin private final StrictStateOption strict = new StrictStateOption();

  /**
   * What these options say, empty where no breaker is named.
   *
   * @param auto the name that 'auto' stands for, empty where it is a name like any other
   * @throws UsageException where they say something about none
   */
  public Optional<BreakerSettings> toSettings(Optional<BreakerName> auto) {
    if (name == null) {
      idle()
          .ifPresent(option -> {
            throw new UsageException(option + ": is about a breaker; name one with --breaker NAME");
          });
      return Optional.empty();
    }
    return Optional.of(
        new BreakerSettings(
            auto.filter(other -> name.value().equals("auto")).orElse(name),
            policy.toPolicy(),
            Objects.requireNonNullElse(whenOpen, WhenOpen.FAIL),
            state.folder(),
            strict.isStrict()));
  }

  /**
   * The failures that count, empty for the default.
   *
   * @param subject what is tried
   */
  public OutcomeSet failures(AttemptKind subject) {
    return OutcomeLists.union("--failure-on", failureOn, subject);
  }

  /** The place that was named for state. */
  public Optional<String> place() {
    return state.folder();
  }

  private Optional<String> idle() {
    return policy
        .given()
        .or(() -> option(!failureOn.isEmpty(), "--failure-on"))
        .or(() -> option(whenOpen != null, "--when-open"))
        .or(() -> option(strict.isStrict(), "--strict-state"));
  }

  private static Optional<String> option(boolean given, String option) {
    return given ? Optional.of(option) : Optional.empty();
  }
}
