package dev.resil.cli.cache;

import dev.resil.cache.OutputCache;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.UsageException;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resil cache}. */
@Command(
    name = "cache",
    header = "Show and delete cached output.",
    customSynopsis = "resil cache COMMAND [OPTIONS] [KEY...]",
    description =
        "'resil run --cache-ttl' and '--stale-if-error' cache the output of successful runs in"
            + " $XDG_CACHE_HOME/resil, else ~/.cache/resil: at most 64M; the oldest is deleted"
            + " first.",
    footer = {"", "Examples:", "  resil cache list", "  resil cache rm --all"})
public final class CacheCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  public static CommandLine create(Function<String, String> environment) {
    return new CommandLine(new CacheCommand())
        .addSubcommand(new CacheListCommand(environment))
        .addSubcommand(new CacheRmCommand(environment));
  }

  /** An action on the cache. */
  interface Use {
    /** Performs it and returns the exit code. */
    int of(OutputCache cache) throws IOException;
  }

  /** Uses the cache of an environment. */
  static int use(Function<String, String> environment, Use use) {
    try {
      return use.of(new OutputCache(OutputCache.defaultFolder(environment)));
    } catch (IOException e) {
      throw new UsageException("cache: " + Printable.of(IoReason.withFile(e)));
    }
  }

  @Override
  public Integer call() {
    throw new UsageException("cache: no command given; see 'resil cache --help'");
  }
}
