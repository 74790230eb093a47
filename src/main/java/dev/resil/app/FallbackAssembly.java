package dev.resil.app;

import dev.resil.cache.OutputCache;
import dev.resil.cli.options.UsageException;
import dev.resil.fallback.FallbackPlan;
import dev.resil.fallback.Fallbacks;
import dev.resil.files.UserPath;
import dev.resil.io.EventLoop;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.process.RunVariables;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Wires the parts that only fallbacks and the output cache need, so that a run without them does
 * not load them.
 */
final class FallbackAssembly {
  private FallbackAssembly() {}

  /** The fallbacks of a run. */
  static Fallbacks open(
      FallbackPlan plan,
      Posix posix,
      EventLoop events,
      RunVariables runVariables,
      String command,
      RunListener listener) {
    plan.file().ifPresent(FallbackAssembly::check);
    Optional<OutputCache> cache = plan.key().flatMap(_ -> cache(listener));
    return new Fallbacks(
        plan,
        new Fallbacks.Surroundings(posix, events, InstantSource.system(), cache),
        runVariables,
        command,
        listener);
  }

  /** Checks the file before it is needed. */
  private static void check(String file) {
    try {
      Path path = new UserPath(file).path();
      if (!Files.isReadable(path) || Files.isDirectory(path)) {
        throw new IllegalArgumentException("cannot be read");
      }
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(
          "--fallback-file", file, e.getMessage() + "; create it first, or name another file");
    }
  }

  private static Optional<OutputCache> cache(RunListener listener) {
    try {
      return Optional.of(new OutputCache(OutputCache.defaultFolder(RawEnvironment::get)));
    } catch (IOException e) {
      listener.on(new RunEvent.StateNotice("the output was not cached: " + IoReason.withFile(e)));
      return Optional.empty();
    }
  }
}
