package dev.resil.http;

import dev.resil.io.EventLoop;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where answers go: to a file that is there only when it is whole, or to a stream. */
public final class AnswerOutputs {
  private static final int STDOUT = 1;
  private static final Path NULL = Path.of("/dev/null");

  /** As many as Linux follows (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  private static final Pattern DESCRIPTOR =
      Pattern.compile("/(?:dev|proc/self)/(?:fd/(\\d{1,9})|std(out|err))");

  private AnswerOutputs() {}

  /**
   * A store in front of a place.
   *
   * @param file its name; empty for stdout
   */
  static AnswerOutput of(Optional<String> file, Posix posix, EventLoop events) {
    OptionalInt descriptor = file.isEmpty() ? OptionalInt.of(STDOUT) : descriptor(file.get());
    if (descriptor.isPresent()) {
      return new StreamOutput(posix, events, descriptor.getAsInt());
    }
    Path path = Path.of(file.orElseThrow());
    if (path.equals(NULL)) {
      return new NullOutput();
    }
    return isStream(path)
        ? new StreamOutput(posix, events, path.toString())
        : new FileOutput(posix, target(path));
  }

  /**
   * Looks whether an answer can be given to a place, which is better known before anything is sent.
   *
   * @param file its name
   * @throws IllegalArgumentException if not, with the reason and a way out
   */
  public static void check(String file) {
    OptionalInt descriptor = descriptor(file);
    if (descriptor.isPresent()) {
      require(
          Files.exists(Path.of("/dev/fd/" + descriptor.getAsInt())),
          "is not open; open it: %d>FILE".formatted(descriptor.getAsInt()));
      return;
    }
    Path path = Path.of(file);
    require(!file.isEmpty() && !Files.isDirectory(path), "is a folder; name a file in it");
    if (isStream(path)) {
      require(Files.isWritable(path), "may not be written; name another file");
      return;
    }
    Path target = target(path).toAbsolutePath();
    require(Files.isDirectory(target.getParent()), "there is no such folder; create it first");
    require(
        Files.isWritable(target.getParent()),
        "its folder may not be written to; name a file in another");
    try {
      Files.readAttributes(target, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return; // there will be one
    } catch (IOException e) {
      throw new IllegalArgumentException(IoReason.of(e) + "; name another file", e);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static boolean isStream(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path);
  }

  /** What is behind it may be a file that others write to: opened anew, it would begin again. */
  private static OptionalInt descriptor(String file) {
    Matcher name = DESCRIPTOR.matcher(file);
    if (!name.matches()) {
      return OptionalInt.empty();
    } else if (name.group(1) != null) {
      return OptionalInt.of(Integer.parseInt(name.group(1)));
    }
    return OptionalInt.of(name.group(2).equals("out") ? STDOUT : 2);
  }

  /** Where a link leads, to a file or to where there will be one: a link stays one. */
  private static Path target(Path file) {
    Path target = file;
    try {
      for (int i = 0; i < MAX_LINKS && Files.isSymbolicLink(target); i++) {
        target = target.resolveSibling(Files.readSymbolicLink(target));
      }
      return target;
    } catch (IOException e) {
      return file;
    }
  }
}
