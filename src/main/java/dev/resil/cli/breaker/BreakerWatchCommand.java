package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.view.BreakerFeed;
import dev.resil.breaker.view.BreakerView;
import dev.resil.breaker.view.FeedText;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.records.ChangeLoop;
import dev.resil.run.Time;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil breaker watch}. */
@Command(
    name = "watch",
    header = "Print state changes as they happen, until Ctrl-C.",
    customSynopsis = "resil breaker watch [OPTIONS] [NAME...]",
    description =
        "Prints the current state of each breaker, then each change, on this host or another,"
            + " one per line. Without NAME, watches all breakers, including new ones.",
    footer = {"", "Examples:", "  resil breaker watch", "  resil breaker watch --json payments"})
final class BreakerWatchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names = new ArrayList<>();

  @Option(names = "--json", description = "Write one JSON object per line.")
  private boolean json;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;
  private final StateAccess breakers;

  BreakerWatchCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    // first, so that any thread that the store starts has resil's signals blocked
    Time time = breakers.time();
    StateStore store = breakers.store(state.folder(), false);
    return new ChangeLoop<>(
            KnownBreakers.KIND, names.stream().map(BreakerName::value).toList(), new Lines(json))
        .untilSignal(time, store, spec.commandLine());
  }

  /** The changes as lines. */
  private record Lines(BreakerFeed feed, boolean json) implements ChangeLoop.Feed<BreakerView> {
    /** Some changes are not announced: a record that expired, or was removed by hand. */
    private static final Duration LONGEST_TRUST = Duration.ofSeconds(5);

    Lines(boolean json) {
      this(new BreakerFeed(), json);
    }

    @Override
    public List<String> look(List<BreakerView> views, Instant now) {
      return feed.look(views, now).stream()
          .map(step -> json ? FeedText.json(step) : FeedText.line(step))
          .toList();
    }

    @Override
    public Duration trust() {
      return feed.nextChange()
          .filter(next -> next.compareTo(LONGEST_TRUST) < 0)
          .orElse(LONGEST_TRUST);
    }
  }
}
