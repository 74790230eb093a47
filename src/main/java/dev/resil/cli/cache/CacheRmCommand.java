package dev.resil.cli.cache;

import dev.resil.cache.Copy;
import dev.resil.cache.OutputCache;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.UsageException;
import dev.resil.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resil cache rm}. */
@Command(
    name = "rm",
    header = "Delete cached outputs.",
    customSynopsis = "resil cache rm [OPTIONS] KEY... | --all",
    footer = {"", "Examples:", "  resil cache rm --all"})
final class CacheRmCommand implements Callable<Integer> {
  @Parameters(paramLabel = "KEY", hidden = true)
  private List<String> keys = new ArrayList<>();

  @Option(names = "--all", description = "Delete all cached outputs.")
  private boolean all;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  private final Function<String, String> environment;

  CacheRmCommand(Function<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (all == !keys.isEmpty()) {
      throw new UsageException("cache rm: give keys, or --all");
    }
    return CacheCommand.use(environment, this::remove);
  }

  private int remove(OutputCache cache) throws IOException {
    if (all) {
      cache.clear(Instant.now());
      return 0;
    }
    List<Copy> copies = cache.list();
    List<Copy> chosen = new ArrayList<>();
    for (String key : keys) {
      List<Copy> found = copies.stream().filter(copy -> copy.key().equals(key)).toList();
      if (found.isEmpty()) {
        throw new UsageException(
            "cache rm %s: not found; see 'resil cache list'".formatted(Printable.word(key)));
      }
      chosen.addAll(found);
    }
    for (Copy copy : chosen) {
      cache.remove(copy);
    }
    return 0;
  }
}
