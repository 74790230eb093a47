package dev.resil.cli.limit;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.LimitConverters;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.records.ChangeLoop;
import dev.resil.limit.LimitName;
import dev.resil.limit.view.LimitFeed;
import dev.resil.limit.view.LimitFeedText;
import dev.resil.limit.view.LimitView;
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

/** {@code resil limit watch}. */
@Command(
    name = "watch",
    header = "Print who takes, waits for and releases limits, until Ctrl-C.",
    customSynopsis = "resil limit watch [OPTIONS] [NAME...]",
    description =
        "Prints who holds each limit and who waits for it, then each change, on this host or"
            + " another, one per line; permits that are returned at once are counted. Without NAME,"
            + " watches all limits, including new ones.",
    footer = {"", "Examples:", "  resil limit watch", "  resil limit watch --json backup"})
final class LimitWatchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = LimitConverters.Name.class)
  private List<LimitName> names = new ArrayList<>();

  @Option(names = "--json", description = "Write one JSON object per line.")
  private boolean json;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess limits;

  LimitWatchCommand(StateAccess limits) {
    this.limits = limits;
  }

  @Override
  public Integer call() throws StateException {
    // first, so that any thread that the store starts has resil's signals blocked
    Time time = limits.time();
    StateStore store = limits.store(state.folder(), false);
    return new ChangeLoop<>(
            KnownLimits.KIND,
            names.stream().map(LimitName::value).toList(),
            new Lines(new LimitFeed(), json))
        .untilSignal(time, store, spec.commandLine());
  }

  /** The changes as lines. */
  private record Lines(LimitFeed feed, boolean json) implements ChangeLoop.Feed<LimitView> {
    /** The end of a holder that was killed is not announced. */
    private static final Duration TRUST = Duration.ofSeconds(1);

    @Override
    public List<String> look(List<LimitView> views, Instant now) {
      return feed.look(views, now).stream()
          .map(step -> json ? LimitFeedText.json(step) : LimitFeedText.line(step))
          .toList();
    }

    @Override
    public Duration trust() {
      return TRUST;
    }
  }
}
