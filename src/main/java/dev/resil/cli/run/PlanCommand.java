package dev.resil.cli.run;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.RetryOptions;
import dev.resil.report.terminal.PlanView;
import dev.resil.retry.Delays;
import dev.resil.retry.RetryPolicy;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resil plan}. */
@Command(
    name = "plan",
    header = "Show the delays of a retry policy without running anything.",
    customSynopsis = "resil plan [OPTIONS]",
    description =
        "With --seed, the delays are those of 'resil run' with the same options and seed,"
            + " unless --reset-after restarts the backoff.",
    footer = {
      "",
      "Examples:",
      "  resil plan",
      "  resil plan -n 10 --backoff fibonacci --jitter none --chart",
      "  resil plan --delays 1s,5s,30s --seed 42 --json"
    })
public final class PlanCommand implements Callable<Integer> {
  private static final int DEFAULT_ROWS = 20;

  @Mixin(name = "Retry")
  private final RetryOptions retry = new RetryOptions();

  @Option(names = "--chart", description = "Draw a bar for each delay.")
  private boolean chart;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Option(
      names = "--rows",
      paramLabel = "N",
      converter = Converters.Rows.class,
      description = "Maximum number of attempts to show (default: 20).")
  private Integer rows;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final IntSupplier columns;

  /**
   * The command.
   *
   * @param columns width of the terminal on stdout; 0 if stdout is not a terminal
   */
  public PlanCommand(IntSupplier columns) {
    this.columns = columns;
  }

  @Override
  public Integer call() {
    RetryPolicy policy = retry.toPolicy();
    long seed =
        retry
            .seed()
            .orElseGet(() -> ThreadLocalRandom.current().nextLong() & RetryPolicy.SEED_BITS);
    PlanView view = PlanView.of(policy, new Delays(policy, seed), seed, shown());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(view.json());
    } else {
      out.print(chart ? view.chart(columns.getAsInt()) : view.table());
    }
    out.flush();
    return 0;
  }

  private int shown() {
    return rows == null ? DEFAULT_ROWS : rows;
  }
}
