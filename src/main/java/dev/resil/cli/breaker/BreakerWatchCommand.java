package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.view.BreakerFeed;
import dev.resil.breaker.view.BreakerView;
import dev.resil.breaker.view.FeedText;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.OngoingProblems;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.records.Known;
import dev.resil.outcome.ExitCodes;
import dev.resil.run.Time;
import dev.resil.state.Changes;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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
  /** Short enough to seem immediate. */
  private static final Duration TICK = Duration.ofMillis(200);

  /** Some changes are not announced: a record that expired, or was removed by hand. */
  private static final Duration LONGEST_TRUST = Duration.ofSeconds(5);

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
  private final BreakerFeed feed = new BreakerFeed();

  BreakerWatchCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() {
    // first, so that any thread that the store starts has resil's signals blocked
    Time time = breakers.time();
    StateStore store = breakers.store(state.folder(), false);
    PrintWriter out = spec.commandLine().getOut();
    OngoingProblems troubles = new OngoingProblems(spec.commandLine().getErr());
    try (Changes changes = store.changes(new BreakerFormat())) {
      for (long next = time.nanos(); ; ) {
        if (changes.any() || time.nanos() >= next) {
          next = time.nanos() + look(store, time, out, troubles).toNanos();
        }
        if (out.checkError()) {
          return 0; // the reader is gone
        }
        OptionalInt signal = time.pause(TICK);
        if (signal.isPresent()) {
          return ExitCodes.ofSignal(signal.getAsInt());
        }
      }
    }
  }

  /** Reads all breakers, prints the changes, and returns how long the result can be trusted. */
  private Duration look(StateStore store, Time time, PrintWriter out, OngoingProblems troubles) {
    try {
      Known<BreakerView> known =
          Known.in(store, KnownBreakers.KIND, names.stream().map(BreakerName::value).toList());
      troubles.now(known.problems());
      feed.look(known.views(), time.now())
          .forEach(step -> out.println(json ? FeedText.json(step) : FeedText.line(step)));
      return feed.nextChange()
          .filter(next -> next.compareTo(LONGEST_TRUST) < 0)
          .orElse(LONGEST_TRUST);
    } catch (StateException e) {
      troubles.also(e.getMessage() + "; still watching");
      return LONGEST_TRUST;
    }
  }
}
