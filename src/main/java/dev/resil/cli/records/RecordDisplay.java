package dev.resil.cli.records;

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
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that show stored records. */
public final class RecordDisplay {
  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Refresh every second until Ctrl-C.")
  private boolean watch;

  @Mixin private final StateOptions state = new StateOptions();

  /**
   * How records are shown.
   *
   * @param text for people
   * @param json for programs, with a line for each unreadable record
   */
  public record Forms<V>(
      Function<List<V>, String> text, BiFunction<List<V>, List<String>, String> json) {}

  /**
   * Shows records, once or until a signal arrives.
   *
   * @param names the names to show; empty for all
   * @return the exit code: 125 if a record cannot be read
   */
  public <R, V> int show(
      StateAccess access,
      Known.Kind<R, V> kind,
      Collection<String> names,
      Forms<V> forms,
      CommandLine command)
      throws StateException {
    StateStore store = access.store(state.folder(), false);
    PrintWriter out = command.getOut();
    if (watch) {
      OngoingProblems troubles = new OngoingProblems(command.getErr());
      return new WatchLoop(access.time(), out, access.onTerminal(), troubles)
          .until(() -> text(Known.existing(store, kind, names), forms));
    }
    Known<V> known = Known.existing(store, kind, names);
    out.print(text(known, forms));
    out.flush();
    return UsageErrors.unread(command, known.problems());
  }

  private <V> String text(Known<V> known, Forms<V> forms) {
    return json
        ? forms.json().apply(known.views(), known.problems()) + System.lineSeparator()
        : forms.text().apply(known.views());
  }
}
