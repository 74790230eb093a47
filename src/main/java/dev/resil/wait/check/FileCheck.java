package dev.resil.wait.check;

import dev.resil.text.Durations;
import dev.resil.text.IoReason;
import dev.resil.time.Deadline;
import dev.resil.wait.Answer;
import dev.resil.wait.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Looks at a file; remembers it from one check to the next. */
final class FileCheck implements Check {
  private final Path path;
  private final boolean notEmpty;
  private final Optional<Duration> stable;
  private final LongSupplier clock;
  private String seen = "";
  private Deadline settled = Deadline.NEVER;

  /**
   * A check of a file.
   *
   * @param stable how long it must not have changed
   * @param clock monotonic, in nanoseconds
   */
  FileCheck(Condition.File file, Optional<Duration> stable, LongSupplier clock) {
    this.path = file.path().path();
    this.notEmpty = file.notEmpty();
    this.stable = stable;
    this.clock = clock;
  }

  @Override
  public synchronized Answer answer() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      Answer answer =
          notEmpty && file.size() == 0 ? Answer.fails("is empty") : Answer.holds("exists");
      return answer.state() == Answer.State.HOLDS && stable.isPresent()
          ? unchanged(file, stable.get())
          : answer;
    } catch (NoSuchFileException e) {
      seen = "";
      return Answer.fails("does not exist");
    } catch (IOException e) {
      return Answer.unknown(IoReason.of(e));
    }
  }

  private Answer unchanged(BasicFileAttributes file, Duration time) {
    String now = file.size() + " " + file.lastModifiedTime() + " " + file.fileKey();
    if (!now.equals(seen)) {
      seen = now;
      settled = Deadline.after(time, clock.getAsLong());
    }
    return settled.isOver(clock.getAsLong())
        ? Answer.holds("unchanged for " + Durations.format(time))
        : Answer.fails("has changed within " + Durations.format(time));
  }
}
