package dev.resil.cli.limit;

import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.options.OngoingProblems;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.WatchLoop;
import dev.resil.limit.LimitName;
import dev.resil.limit.view.LimitStatusJson;
import dev.resil.limit.view.LimitView;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that show limits. */
final class LimitDisplay {
  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Refresh every second until Ctrl-C.")
  private boolean watch;

  @Mixin private final StateOptions state = new StateOptions();

  /**
   * Shows limits, once or until a signal arrives.
   *
   * @param names the names to show; empty for all
   * @param text formats limits for people
   * @return the exit code: 125 if a record cannot be read
   */
  int show(
      StateAccess limits,
      Collection<LimitName> names,
      Function<List<LimitView>, String> text,
      CommandLine command)
      throws StateException {
    StateStore store = limits.store(state.folder(), false);
    PrintWriter out = command.getOut();
    if (watch) {
      OngoingProblems troubles = new OngoingProblems(command.getErr());
      return new WatchLoop(limits.time(), out, limits.onTerminal(), troubles)
          .until(() -> text(KnownLimits.existing(store, names), text));
    }
    KnownLimits known = KnownLimits.existing(store, names);
    out.print(text(known, text));
    out.flush();
    return UsageErrors.unread(command, known.problems());
  }

  private String text(KnownLimits known, Function<List<LimitView>, String> text) {
    return json
        ? LimitStatusJson.of(known.views(), known.problems()) + System.lineSeparator()
        : text.apply(known.views());
  }
}
