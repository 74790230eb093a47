package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil breaker open}. */
@Command(
    name = "open",
    header = "Force breakers open, until reset or for a limited time.",
    customSynopsis = "resil breaker open [OPTIONS] NAME...",
    description =
        "A breaker that no run has used yet is created and announced. After the time of --for"
            + " breakers turn half-open, as after a recovery timeout.",
    footer = {
      "",
      "Examples:",
      "  resil breaker open payments --for 2h",
      "  resil breaker open payments --create"
    })
final class BreakerOpenCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names;

  @Option(
      names = "--for",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Keep the breakers open for D (default: until reset).")
  private Duration time;

  @Option(names = "--create", description = "Do not announce breakers that no run has used yet.")
  private boolean create;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;

  BreakerOpenCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    StateStore store = breakers.store(state.folder(), false);
    List<Optional<String>> notices = new ArrayList<>();
    for (BreakerName name : names) {
      notices.add(create ? Optional.empty() : KnownBreakers.newcomer(store, name));
    }
    for (int i = 0; i < names.size(); i++) {
      new StoredBreaker(store, names.get(i), Optional.empty())
          .forceOpen(Optional.ofNullable(time).filter(d -> !d.isZero()));
      notices.get(i).ifPresent(this::announce);
    }
    return 0;
  }

  /** A misspelt name must not look like a service that was switched off. */
  private void announce(String notice) {
    spec.commandLine().getErr().println("resil: " + notice);
    spec.commandLine().getErr().flush();
  }
}
