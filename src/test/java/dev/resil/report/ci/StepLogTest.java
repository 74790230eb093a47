package dev.resil.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runner (2) started a shell (3), which started resil (5), in some cases through another process
 * (4).
 */
class StepLogTest {
  private static final String OUT = "pipe:[11]";
  private static final String ERR = "pipe:[12]";
  private static final String OTHER = "pipe:[13]";

  @TempDir Path proc;

  private void process(int pid, int parent, String out, String err) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(pid + "/fd")).getParent();
    Files.writeString(folder.resolve("status"), "Name:\tx\nPPid:\t" + parent + "\n");
    Files.createSymbolicLink(folder.resolve("fd/1"), Path.of(out));
    Files.createSymbolicLink(folder.resolve("fd/2"), Path.of(err));
  }

  private void runner() throws IOException {
    process(2, 1, "file:gone", "file:gone");
    // the ends that the runner reads; a link in a test's folder is always readable
    Files.createSymbolicLink(proc.resolve("2/fd/7"), Path.of(OUT));
    Files.createSymbolicLink(proc.resolve("2/fd/8"), Path.of(ERR));
  }

  private boolean isTorn() {
    return new StepLog(new ProcFiles(Posix.get(), proc)).isTorn(5);
  }

  @Test
  void shouldNotTakeAFileOrOnePipeForATornLog() throws IOException {
    process(3, 0, OUT, OUT);
    process(5, 3, OUT, OUT);
    assertThat(isTorn()).isFalse();
  }

  @Test
  void shouldNotTakeCapturedOutputForTheLog() throws IOException {
    runner();
    process(3, 2, OUT, ERR);
    process(4, 3, OTHER, ERR); // $(...)
    process(5, 4, OTHER, ERR);
    assertThat(isTorn()).isFalse();
  }

  @Test
  void shouldNotTakeRedirectedOutputForTheLog() throws IOException {
    runner();
    process(3, 2, OUT, ERR);
    process(5, 3, "file:x", ERR);
    assertThat(isTorn()).isFalse();
  }

  @Test
  void shouldNotTakeAPipeToAnotherProgramForTheLog() throws IOException {
    runner();
    process(3, 2, OUT, ERR);
    process(5, 3, OUT, ERR);
    process(6, 3, "file:x", ERR); // exec > >(tee file)
    Files.createSymbolicLink(proc.resolve("6/fd/0"), Path.of(OUT));
    assertThat(isTorn()).isFalse();
  }

  @Test
  void shouldNotGuessItsParent() throws IOException {
    process(5, 1, OUT, ERR);
    assertThat(isTorn()).isFalse();
    assertThat(new StepLog(new ProcFiles(Posix.get(), proc.resolve("absent"))).isTorn(5)).isFalse();
  }
}
