package dev.resil.fallback;

import dev.resil.cache.Copy;
import dev.resil.cache.OutputCache;
import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import dev.resil.hook.EventVariables;
import dev.resil.io.Copies;
import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.LiveSink;
import dev.resil.io.Spool;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.process.HelperProcess;
import dev.resil.process.RunVariables;
import dev.resil.run.Attempt;
import dev.resil.run.Fallback;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers from the cache, a file or a command line, and caches the output of successful runs.
 * Errors of the cache are reported and have no other effect.
 */
public final class Fallbacks implements Fallback, Copies {
  private static final int STDOUT = 1;
  private static final int PIECE = 1 << 16;

  private final FallbackPlan plan;
  private final Surroundings surroundings;
  private final RunVariables runVariables;
  private final String command;
  private final RunListener listener;

  /** The system services that fallbacks need. */
  public record Surroundings(
      Posix posix, EventLoop events, InstantSource clock, Optional<OutputCache> cache) {}

  /**
   * The fallbacks of a run.
   *
   * @param runVariables the run's variables for the environment of the command line
   * @param command the command's name
   */
  public Fallbacks(
      FallbackPlan plan,
      Surroundings surroundings,
      RunVariables runVariables,
      String command,
      RunListener listener) {
    this.plan = plan;
    this.surroundings = surroundings;
    this.runVariables = runVariables;
    this.command = command;
    this.listener = listener;
  }

  @Override
  public Optional<Answer> before() {
    Instant now = surroundings.clock().instant();
    return plan.fresh()
        .flatMap(ttl -> copy().filter(copy -> copy.isWithin(ttl, now)))
        .flatMap(copy -> open(copy).map(spool -> given(spool, copy, now)));
  }

  private Answer given(Spool spool, Copy copy, Instant now) {
    return given(spool, Source.CACHE, Optional.of(copy.age(now)));
  }

  @Override
  public Optional<Answer> after(RunResult failed) {
    boolean resilFailed =
        failed.last().filter(last -> last.outcome() instanceof Outcome.ResilFailed).isPresent();
    return resilFailed
        ? Optional.empty()
        : stale(failed).or(() -> file(failed)).or(() -> line(failed));
  }

  private Optional<Answer> stale(RunResult failed) {
    Instant now = surroundings.clock().instant();
    return plan.stale()
        .flatMap(limit -> copy().filter(copy -> copy.isWithin(limit, now)))
        .flatMap(copy ->
            open(copy)
                .map(spool -> {
                  Duration age = copy.age(now);
                  listener.on(new RunEvent.FallingBack(failed, Source.CACHE, Optional.of(age)));
                  return given(spool, copy, now);
                }));
  }

  private Optional<Answer> file(RunResult failed) {
    return plan.file()
        .flatMap(name -> open(new UserPath(name), 0))
        .map(spool -> {
          listener.on(new RunEvent.FallingBack(failed, Source.FILE, Optional.empty()));
          return given(spool, Source.FILE, Optional.empty());
        });
  }

  private Optional<Answer> line(RunResult failed) {
    return plan.line()
        .map(line -> {
          listener.on(new RunEvent.FallingBack(failed, Source.LINE, Optional.empty()));
          Map<String, String> facts = EventVariables.of(failed);
          facts.put(EventVariables.EVENT, "fallback");
          facts.put(EventVariables.EVENT + "_COMMAND", Printable.of(command));
          Attempt.Execution done =
              new HelperProcess(surroundings.posix(), surroundings.events(), "fallback", listener)
                  .run(
                      List.of("sh", "-c", line),
                      facts,
                      runVariables,
                      new byte[0],
                      STDOUT,
                      plan.limit().map(limit -> new HelperProcess.Limit(limit, Signals.TERM)));
          return new Answer(Source.LINE, done.outcome(), Optional.empty(), done.interrupted());
        });
  }

  private Optional<Copy> copy() {
    try {
      return surroundings.cache().isPresent() && plan.key().isPresent()
          ? surroundings.cache().get().find(plan.key().get())
          : Optional.empty();
    } catch (IOException e) {
      notice("the cache cannot be read", e);
      return Optional.empty();
    }
  }

  private Optional<Spool> open(Copy copy) {
    return open(new UserPath(UserPath.text(copy.file())), copy.bodyStart());
  }

  /** Reads the whole file before any of it is printed: an unreadable file gives no answer. */
  private Optional<Spool> open(UserPath file, long start) {
    Spool spool = new Spool(surroundings.posix(), Spool.temporaryFolder());
    byte[] piece = new byte[PIECE];
    try (InputStream in = UserFile.open(file)) {
      in.skipNBytes(start);
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        int error = spool.append(piece, 0, count);
        if (error < 0) {
          throw new IOException(surroundings.posix().message(-error));
        }
      }
      return Optional.of(spool);
    } catch (IOException e) {
      spool.close();
      notice("cannot read the fallback " + file.shown(), e);
      return Optional.empty();
    }
  }

  private Answer given(Spool output, Source source, Optional<Duration> age) {
    try (Spool spool = output) {
      Posix posix = surroundings.posix();
      return switch (DrainResult.of(
          spool, LiveSink.of(posix, STDOUT), posix, surroundings.events())) {
        case DrainResult.Complete _ ->
            new Answer(source, new Outcome.Exit(0), age, OptionalInt.empty());
        case DrainResult.Stopped(int signal) ->
            new Answer(source, new Outcome.Exit(0), age, OptionalInt.of(signal));
        case DrainResult.Failed(String reason) ->
            new Answer(source, new Outcome.ResilFailed(reason), age, OptionalInt.empty());
      };
    }
  }

  @Override
  public Optional<Earlier> outdated() {
    return plan.fresh()
        .flatMap(_ -> copy())
        .filter(copy -> !copy.validators().isEmpty())
        .flatMap(copy -> open(copy).map(output -> new Earlier(output, copy.validators())));
  }

  /** Caches the output of a successful run. */
  @Override
  public void keep(Spool output, Map<String, String> validators) {
    if (surroundings.cache().isEmpty() || plan.key().isEmpty()) {
      return;
    }
    try {
      surroundings
          .cache()
          .get()
          .keep(
              plan.key().get(),
              command,
              surroundings.clock().instant(),
              validators,
              output.size(),
              out -> write(output, out));
    } catch (IOException e) {
      notice("the output was not cached", e);
    }
  }

  private void write(Spool output, OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long done = 0; done < output.size(); ) {
      int count = output.read(done, piece);
      if (count <= 0) {
        throw new IOException(surroundings.posix().message(-count));
      }
      out.write(piece, 0, count);
      done += count;
    }
  }

  private void notice(String what, IOException e) {
    listener.on(new RunEvent.StateNotice(what + ": " + IoReason.withFile(e)));
  }
}
