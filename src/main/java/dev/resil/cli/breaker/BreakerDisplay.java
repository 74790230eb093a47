package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.view.BreakerView;
import dev.resil.breaker.view.StatusJson;
import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.options.OngoingProblems;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.WatchLoop;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that show breakers. */
final class BreakerDisplay {
  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Refresh every second until Ctrl-C.")
  private boolean watch;

  @Mixin private final StateOptions state = new StateOptions();

  /**
   * Shows breakers, once or until a signal arrives.
   *
   * @param names the names to show; empty for all
   * @param text formats breakers for people
   * @return the exit code: 125 if a record cannot be read
   */
  int show(
      StateAccess breakers,
      Collection<BreakerName> names,
      Function<List<BreakerView>, String> text,
      CommandLine command)
      throws StateException {
    StateStore store = breakers.store(state.folder(), false);
    PrintWriter out = command.getOut();
    if (watch) {
      OngoingProblems troubles = new OngoingProblems(command.getErr());
      return new WatchLoop(breakers.time(), out, breakers.onTerminal(), troubles)
          .until(() -> text(KnownBreakers.existing(store, names), text));
    }
    KnownBreakers known = KnownBreakers.existing(store, names);
    out.print(text(known, text));
    out.flush();
    return UsageErrors.unread(command, known.problems());
  }

  private String text(KnownBreakers known, Function<List<BreakerView>, String> text) {
    return json
        ? StatusJson.of(known.views(), known.problems()) + System.lineSeparator()
        : text.apply(known.views());
  }
}
