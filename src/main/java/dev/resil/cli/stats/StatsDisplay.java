package dev.resil.cli.stats;

import dev.resil.breaker.BreakerName;
import dev.resil.cli.breaker.KnownBreakers;
import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.limit.KnownLimits;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.UsageException;
import dev.resil.cli.records.Known;
import dev.resil.posix.Posix;
import dev.resil.report.ReportFile;
import dev.resil.state.StateException;
import dev.resil.state.Stores;
import dev.resil.stats.Exposition;
import dev.resil.stats.StatsJson;
import dev.resil.stats.StatsPage;
import dev.resil.stats.StatsTable;
import dev.resil.stats.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code resil stats} and {@code resil stats show}. */
final class StatsDisplay {
  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Option(
      names = "--prometheus",
      description = "Write Prometheus text format, including the states of breakers and limits.")
  private boolean prometheus;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write an HTML page to FILE with charts of attempts over time, outcomes and durations,"
              + " of breaker states, and with limits.")
  private String html;

  @Option(names = "--names", description = "Show only the names.")
  private boolean onlyNames;

  @Mixin private final StateOptions state = new StateOptions();

  /**
   * Shows statistics.
   *
   * @param names the names to show; empty for all
   * @param columns width of the terminal on stdout; 0 if stdout is not a terminal
   * @return the exit code: 125 if a record cannot be read, or the page cannot be written
   */
  int show(
      StateAccess breakers, IntSupplier columns, Collection<BreakerName> names, CommandLine command)
      throws StateException {
    Optional<ReportFile> page = Optional.ofNullable(html).map(StatsDisplay::file);
    Stores stores = breakers.stores(state.folder());
    KnownStatistics known = KnownStatistics.in(stores.tallies(), names);
    List<Summary> chosen = known.summaries();
    List<String> problems = new ArrayList<>(known.problems());
    if (page.isPresent()) {
      String text =
          StatsPage.of(
              chosen,
              views(stores, KnownBreakers.KIND, names, problems),
              views(stores, KnownLimits.KIND, names, problems),
              known.now());
      page.get().write(text, line -> problems.add(bare(line)));
    } else {
      String text =
          prometheus
              ? Exposition.of(
                  chosen,
                  views(stores, KnownBreakers.KIND, names, problems),
                  views(stores, KnownLimits.KIND, names, problems))
              : text(known, new StatsTable(columns.getAsInt()), names.isEmpty());
      command.getOut().print(text);
      command.getOut().flush();
    }
    return UsageErrors.unread(command, problems);
  }

  private static ReportFile file(String name) {
    try {
      return ReportFile.at("--html", name, Posix.get());
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--html", name, e.getMessage());
    }
  }

  /** The records of the names, all if none is given; a name need not be one's. */
  private static <R, V> List<V> views(
      Stores stores, Known.Kind<R, V> kind, Collection<BreakerName> names, List<String> problems)
      throws StateException {
    Known<V> known =
        Known.in(stores.records(), kind, names.stream().map(BreakerName::value).toList());
    problems.addAll(known.problems());
    return known.views();
  }

  private String text(KnownStatistics known, StatsTable table, boolean all) {
    List<Summary> chosen = known.summaries();
    if (json) {
      return StatsJson.of(chosen, known.problems()) + System.lineSeparator();
    } else if (onlyNames) {
      return chosen.stream()
          .map(summary -> summary.name() + System.lineSeparator())
          .collect(Collectors.joining());
    }
    return all ? table.list(chosen) : table.details(chosen);
  }

  /** The notice without the prefix of lines on stderr. */
  private static String bare(String notice) {
    return notice.startsWith("resil: ") ? notice.substring("resil: ".length()) : notice;
  }
}
