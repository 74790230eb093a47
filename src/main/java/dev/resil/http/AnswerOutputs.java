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

/** Chooses the output of answers: a file that appears only when complete, or a stream. */
public final class AnswerOutputs {
  private static final int STDOUT = 1;
  private static final Path NULL = Path.of("/dev/null");

  /** The limit of Linux (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  private static final Pattern DESCRIPTOR =
      Pattern.compile("/(?:dev|proc/self)/(?:fd/(\\d{1,9})|std(out|err))");

  private AnswerOutputs() {}

  /**
   * An output for a destination.
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
   * Checks that an answer can be written to a file, before anything is sent.
   *
   * @param file its name
   * @throws IllegalArgumentException if not, with the reason and a remedy
   */
  public static void check(String file) {
    OptionalInt descriptor = descriptor(file);
    if (descriptor.isPresent()) {
      require(
          Files.exists(Path.of("/dev/fd/" + descriptor.getAsInt())),
          "is not open; open it with %d>FILE".formatted(descriptor.getAsInt()));
      return;
    }
    Path path = Path.of(file);
    require(!file.isEmpty() && !Files.isDirectory(path), "is a folder; name a file in it");
    if (isStream(path)) {
      require(Files.isWritable(path), "is not writable; name another file");
      return;
    }
    Path target = target(path).toAbsolutePath();
    require(Files.isDirectory(target.getParent()), "the folder does not exist; create it first");
    require(
        Files.isWritable(target.getParent()), "its folder is not writable; name a file in another");
    try {
      Files.readAttributes(target, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return; // it will be created
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

  /**
   * The number of a descriptor named by a path. Such a file is not reopened, since it may be shared
   * and would be overwritten from its start.
   */
  private static OptionalInt descriptor(String file) {
    Matcher name = DESCRIPTOR.matcher(file);
    if (!name.matches()) {
      return OptionalInt.empty();
    } else if (name.group(1) != null) {
      return OptionalInt.of(Integer.parseInt(name.group(1)));
    }
    return OptionalInt.of(name.group(2).equals("out") ? STDOUT : 2);
  }

  /** The target of a symbolic link, existing or not, so that the link itself is kept. */
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
