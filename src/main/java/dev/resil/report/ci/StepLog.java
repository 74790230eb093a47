package dev.resil.report.ci;

import dev.resil.posix.ProcFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The log of a CI step, which reaches the runner through two pipes: standard output and standard
 * error of all processes of the step.
 *
 * <p>The runner of GitHub Actions reads each pipe with its own thread, and handles standard error
 * before standard output (ProcessInvoker.cs, ProcessOutput): a workflow command on one pipe takes
 * effect at an unknown place of the other.
 */
public final class StepLog {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final ProcFiles proc;

  /** The log as these files show it. */
  public StepLog(ProcFiles proc) {
    this.proc = proc;
  }

  /**
   * Whether a process's standard output is the log, on another pipe than its standard error: both
   * are then those of the step's first process, and read only by the parent of that process. False
   * if standard output is captured, redirected or piped into another program, or if that cannot be
   * known.
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

  /** The outermost ancestor that has the same standard error. */
  private OptionalInt firstOfStep(int pid, Optional<String> err) {
    OptionalInt first = OptionalInt.empty();
    for (int around = parent(pid); around > 0 && pipe(around, STDERR).equals(err); ) {
      first = OptionalInt.of(around);
      around = parent(around);
    }
    return first;
  }

  private Optional<String> pipe(int pid, int descriptor) {
    return proc.link(pid + "/fd/" + descriptor).filter(name -> name.startsWith("pipe:"));
  }

  /** The parent's id, 0 if there is none or it is unknown. */
  private int parent(int pid) {
    return proc.status(Integer.toString(pid), "PPid").map(Integer::parseInt).orElse(0);
  }

  private boolean isReadOnlyBy(int owner, String pipe) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc.path(""), "[0-9]*")) {
      for (Path process : processes) {
        String pid = process.getFileName().toString();
        if (!pid.equals(Integer.toString(owner)) && reads(pid, pipe)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean reads(String pid, String pipe) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.path(pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        Optional<String> target = proc.link(pid + "/fd/" + descriptor.getFileName());
        if (target.filter(pipe::equals).isPresent() && isReadable(descriptor)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** The mode of the link itself shows how the descriptor was opened: proc_pid_fd(5). */
  private static boolean isReadable(Path descriptor) {
    try {
      return Files.getPosixFilePermissions(descriptor, LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OWNER_READ);
    } catch (IOException e) {
      return false;
    }
  }
}
