package dev.resil.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Signals ignored when the tests were started, as by {@code nohup} and shells without job control.
 * Every program would inherit that, and resil would rightly leave them ignored.
 */
final class IgnoredSignals {
  /** HUP, INT, QUIT and TERM: signal N is bit N-1, proc_pid_status(5). */
  private static final long NEEDED = 0x4007;

  private static final List<String> UNDONE =
      (ignored() & NEEDED) == 0 ? List.of() : List.of("env", "--default-signal=HUP,INT,QUIT,TERM");

  private IgnoredSignals() {}

  /** The prefix of a command that must run with none of them ignored; mostly empty. */
  static List<String> undone() {
    return UNDONE;
  }

  private static long ignored() {
    String prefix = "SigIgn:";
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(prefix))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(prefix.length()).strip(), 16))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // not Linux
    }
  }
}
