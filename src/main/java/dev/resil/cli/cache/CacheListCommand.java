package dev.resil.cli.cache;

import dev.resil.cache.CopyList;
import dev.resil.cli.options.HelpOption;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resil cache list}. */
@Command(
    name = "list",
    header = "List cached outputs, oldest first.",
    customSynopsis = "resil cache list [OPTIONS]",
    footer = {"", "Examples:", "  resil cache list", "  resil cache list --json"})
final class CacheListCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final Function<String, String> environment;

  CacheListCommand(Function<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    return CacheCommand.use(
        environment,
        cache -> {
          CopyList copies = new CopyList(cache.list(), Instant.now());
          PrintWriter out = spec.commandLine().getOut();
          out.print(json ? copies.json() + System.lineSeparator() : copies.table());
          out.flush();
          return 0;
        });
  }
}
