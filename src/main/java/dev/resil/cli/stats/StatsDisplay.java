package dev.resil.cli.stats;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.view.BreakerView;
import dev.resil.cli.breaker.KnownBreakers;
import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.UsageException;
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
      description = "Write Prometheus text format, including the states of breakers.")
  private boolean prometheus;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write an HTML page to FILE with charts of attempts over time, outcomes, durations"
              + " and breaker states.")
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
      List<BreakerView> views = breakers(stores, names, problems);
      page.get().write(StatsPage.of(chosen, views, known.now()), line -> problems.add(bare(line)));
    } else {
      String text =
          prometheus
              ? Exposition.of(chosen, breakers(stores, names, problems))
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

  /** The breakers of the names, all if none is given; a name need not be a breaker's. */
  private static List<BreakerView> breakers(
      Stores stores, Collection<BreakerName> names, List<String> problems) throws StateException {
    KnownBreakers known = KnownBreakers.in(stores.records(), names);
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
