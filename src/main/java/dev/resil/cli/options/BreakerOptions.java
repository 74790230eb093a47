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
          "Guard each attempt with the circuit breaker NAME, which all runs with this name"
              + " share. In 'resil http', 'auto' stands for the URL's HOST:PORT.")
  private BreakerName name;

  @Mixin private final BreakerPolicyOptions policy = new BreakerPolicyOptions();

  @Option(
      names = "--failure-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "Failures that count; others count as neither failure nor success (default: any,"
              + " except a command that cannot be executed, exit codes 126 and 127; in 'resil"
              + " http' dns, connect, tls, read, timeout, status: 408, 429, 5xx).")
  private List<OutcomeSet> failureOn = new ArrayList<>();

  @Option(
      names = "--when-open",
      paramLabel = "ACTION",
      converter = Converters.WhenOpenConverter.class,
      description =
          "Action when the breaker rejects an attempt: fail (exit 75), wait (for a permit,"
              + " within --max-elapsed) or skip (exit 0 without running anything) (default:"
              + " fail).")
  private WhenOpen whenOpen;

  @Mixin private final StateOptions state = new StateOptions();

  @Mixin private final StrictStateOption strict = new StrictStateOption();

  /**
   * The settings that these options describe; empty without {@code --breaker}.
   *
   * @param auto the name that 'auto' stands for; empty if it is an ordinary name
   */
  public Optional<BreakerSettings> toSettings(Optional<String> auto) {
    if (name == null) {
      return Optional.empty();
    }
    return Optional.of(
        new BreakerSettings(
            auto.filter(other -> name.value().equals("auto"))
                .map(BreakerOptions::named)
                .orElse(name),
            policy.toPolicy(),
            Objects.requireNonNullElse(whenOpen, WhenOpen.FAIL),
            strict.isStrict()));
  }

  private static BreakerName named(String auto) {
    try {
      return new BreakerName(auto);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--breaker auto: " + e.getMessage() + "; choose a name");
    }
  }

  /**
   * The failures that count; empty for the default.
   *
   * @param subject the kind of attempt
   */
  public OutcomeSet failures(AttemptKind subject) {
    return OutcomeLists.union("--failure-on", failureOn, subject);
  }

  /** Whether unusable state is an error. */
  public boolean isStrict() {
    return strict.isStrict();
  }

  /** The value of {@code --state}. */
  public Optional<String> place() {
    return state.folder();
  }
}
