package dev.resil.cli;

import dev.resil.breaker.BreakerName;
import dev.resil.guard.BreakerView;
import dev.resil.report.ReportFile;
import dev.resil.state.StateException;
import dev.resil.state.Stores;
import dev.resil.stats.Exposition;
import dev.resil.stats.StatsJson;
import dev.resil.stats.StatsPage;
import dev.resil.stats.StatsTable;
import dev.resil.stats.Summary;
import dev.resil.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil stats show}. */
@Command(
    name = "show",
    header = "Show statistics: a table, JSON, Prometheus' text format, or a page.",
    customSynopsis = "resil stats show [OPTIONS] [NAME...]",
    description = "Without NAME: of all names, a line each. P50 to MAX are durations of runs.",
    footer = {
      "",
      "Examples:",
      "  resil stats show backup",
      "  resil stats show --json",
      "  resil stats show --html stats.html"
    })
final class StatsShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names = new ArrayList<>();

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Option(
      names = "--prometheus",
      description = "Write Prometheus' text format, the breakers' states included.")
  private boolean prometheus;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page to FILE that draws attempts over time, outcomes, durations, and the"
              + " breakers' states.")
  private String html;

  @Option(names = "--names", description = "Only the names.")
  private boolean onlyNames;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final Breakers breakers;
  private final IntSupplier columns;

  StatsShowCommand(Breakers breakers, IntSupplier columns) {
    this.breakers = breakers;
    this.columns = columns;
  }

  @Override
  public Integer call() throws StateException {
    List<String> forms = forms();
    if (forms.size() > 1) {
      throw UsageException.contradiction(forms.get(0), forms.get(1), "leave one out");
    }
    Optional<ReportFile> page = Optional.ofNullable(html).map(StatsShowCommand::file);
    Stores stores = breakers.stores(state.folder());
    KnownStatistics known = KnownStatistics.in(stores.tallies());
    List<Summary> chosen = known.named(names);
    List<String> problems = new ArrayList<>(known.problems());
    if (page.isPresent()) {
      List<BreakerView> views = breakers(stores, problems);
      page.get().write(StatsPage.of(chosen, views, known.now()), problems::add);
    } else if (prometheus) {
      show(Exposition.of(chosen, breakers(stores, problems)));
    } else {
      show(text(chosen));
    }
    problems.forEach(this::complain);
    return problems.isEmpty() ? 0 : UsageErrors.EXIT_CODE;
  }

  private List<String> forms() {
    return Stream.of(
            json ? "--json" : "",
            prometheus ? "--prometheus" : "",
            html != null ? "--html" : "",
            onlyNames ? "--names" : "")
        .filter(form -> !form.isEmpty())
        .toList();
  }

  private static ReportFile file(String name) {
    try {
      return ReportFile.at("--html", name);
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--html", name, e.getMessage());
    }
  }

  /** Those of the names, where some are given: not each of them need be a breaker's. */
  private List<BreakerView> breakers(Stores stores, List<String> problems) throws StateException {
    KnownBreakers known = KnownBreakers.in(stores.records());
    problems.addAll(known.problems());
    return known.views().stream()
        .filter(view -> names.isEmpty() || names.contains(view.name()))
        .toList();
  }

  private String text(List<Summary> chosen) {
    if (json) {
      return StatsJson.of(chosen) + System.lineSeparator();
    } else if (onlyNames) {
      return chosen.stream()
          .map(summary -> summary.name() + System.lineSeparator())
          .collect(Collectors.joining());
    }
    StatsTable table = new StatsTable(columns.getAsInt());
    return names.isEmpty() ? table.list(chosen) : table.details(chosen);
  }

  private void show(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private void complain(String problem) {
    String line = Printable.of(problem);
    spec.commandLine().getErr().println(line.startsWith("resil: ") ? line : "resil: " + line);
  }
}
