package dev.resil.report.ci;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The log of a CI's step, of which the runner has two pipes: one for standard output and one for
 * standard error, of all that the step starts.
 *
 * <p>The runner of GitHub Actions reads each with a thread of its own, and what came from standard
 * error before what came from standard output (ProcessInvoker.cs, ProcessOutput): an order on the
 * one does not hold at a known place of the other.
 */
public final class StepLog {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final Path proc;

  /** The log as the system shows it. */
  public StepLog() {
    this(Path.of("/proc"));
  }

  StepLog(Path proc) {
    this.proc = proc;
  }

  /**
   * Whether a process's standard output is the log, on another pipe than its standard error: both
   * are then those of the step's first process, and nobody reads them but who started that one. Not
   * so where it is captured, redirected or goes to another program, and where that cannot be known.
   */
  public boolean isTorn(int pid) {
    Optional<String> out = pipe(pid, STDOUT);
    Optional<String> err = pipe(pid, STDERR);
    if (out.isEmpty() || err.isEmpty() || out.equals(err)) {
      return false;
    }
    OptionalInt first = firstOfStep(pid, err);
    return first.isPresent()
        && pipe(first.getAsInt(), STDOUT).equals(out)
        && isReadOnlyBy(parent(first.getAsInt()), out.get());
  }

  /** The outermost process around one that still has the same standard error. */
  private OptionalInt firstOfStep(int pid, Optional<String> err) {
    OptionalInt first = OptionalInt.empty();
    for (int around = parent(pid); around > 0 && pipe(around, STDERR).equals(err); ) {
      first = OptionalInt.of(around);
      around = parent(around);
    }
    return first;
  }

  private Optional<String> pipe(int pid, int descriptor) {
    return target(proc.resolve(pid + "/fd/" + descriptor)).filter(name -> name.startsWith("pipe:"));
  }

  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // gone, or somebody else's
    }
  }

  /** The parent's id, 0 where there is none or it cannot be known. */
  private int parent(int pid) {
    try {
      return Files.readAllLines(proc.resolve(pid + "/status")).stream()
          .filter(line -> line.startsWith("PPid:"))
          .mapToInt(line -> Integer.parseInt(line.substring("PPid:".length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean isReadOnlyBy(int owner, String pipe) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (!process.getFileName().toString().equals(Integer.toString(owner))
            && reads(process, pipe)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean reads(Path process, String pipe) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (target(descriptor).filter(pipe::equals).isPresent() && isReadable(descriptor)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** The link's own mode says what the descriptor is for: proc_pid_fd(5). */
  private static boolean isReadable(Path descriptor) {
    try {
      return Files.getPosixFilePermissions(descriptor, LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OWNER_READ);
    } catch (IOException e) {
      return false;
    }
  }
}
