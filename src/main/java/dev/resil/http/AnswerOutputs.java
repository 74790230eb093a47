package dev.resil.http;

import dev.resil.files.OutputFile;
import dev.resil.files.UserPath;
import dev.resil.io.EventLoop;
import dev.resil.posix.Posix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses the output of answers: a file that appears only when complete, or a stream. */
public final class AnswerOutputs {
  private static final int STDOUT = 1;
  private static final Path NULL = Path.of("/dev/null");

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
    UserPath name = new UserPath(file.orElseThrow());
    if (name.path().equals(NULL)) {
      return new NullOutput();
    }
    OutputFile output = OutputFile.of(name);
    return output.isStream()
        ? new StreamOutput(posix, events, name.text())
        : new FileOutput(posix, output);
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
    OutputFile.of(new UserPath(file));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
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
}
