package dev.resil;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Requirements of tests beyond those of the README. A test with an unmet requirement is skipped,
 * and the end of the run reports it: {@link SkippedTests}.
 */
public final class Needs {
  /** A folder of servers, which an ordinary user's {@code PATH} often lacks. */
  private static final String SERVERS = File.pathSeparator + "/usr/sbin";

  private Needs() {}

  /** An unmet requirement. */
  static final class Unmet extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    private final String what;

    Unmet(String what) {
      super("needs " + what);
      this.what = what;
    }

    /** The name of the missing program or other requirement. */
    String what() {
      return what;
    }
  }

  /** Skips the test unless all these programs are installed. */
  public static void programs(String... names) {
    for (String name : names) {
      that(has(name), name);
    }
  }

  /** Skips the test unless a condition holds, such as being run by root. */
  public static void that(boolean met, String what) {
    if (!met) {
      throw new Unmet(what);
    }
  }

  /** Whether a program is installed. */
  public static boolean has(String program) {
    return find(program).isPresent();
  }

  /** The path of a program. */
  public static Optional<Path> find(String program) {
    return folders().map(folder -> folder.resolve(program)).filter(Files::isExecutable).findFirst();
  }

  private static Stream<Path> folders() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return Pattern.compile(File.pathSeparator).splitAsStream(path + SERVERS).map(Path::of);
  }
}
