package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.posix.Posix;
import dev.resil.process.ProcessTable.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcFsTest {
  private static final int SELF = (int) ProcessHandle.current().pid();

  private final ProcFs table = new ProcFs(Posix.get());

  private List<Running> withPid(long pid) {
    return table.running().stream().filter(process -> process.pid() == pid).toList();
  }

  @Test
  void shouldFindThisProcess() {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    assertThat(withPid(SELF))
        .singleElement()
        .satisfies(self -> {
          assertThat((long) self.parent()).isEqualTo(parent);
          assertThat(self.name()).isEqualTo("java");
          assertThat(self.identity()).isEqualTo(withPid(SELF).getFirst().identity());
        });
    assertThat(table.running()).anyMatch(process -> process.pid() == 1);
  }

  @Test
  void shouldReadANameThatLooksLikeTheRestOfTheLine(@TempDir Path folder) throws Exception {
    Path sleep = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("a) R 1 (b 2"));
    assertThat(sleep.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder(sleep.toString(), "1000");
    builder.environment().put("RESIL_TEST", "a=b c");
    Process process = builder.start();
    try {
      // the child is the JVM's spawn helper until it has become the program
      await(() -> withPid(process.pid()).stream().anyMatch(p -> p.name().equals("a) R 1 (b 2")));
      Running running = withPid(process.pid()).getFirst();
      assertThat(running.parent()).isEqualTo(SELF);
      assertThat(table.environment(running.pid())).contains("RESIL_TEST=a=b c");
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    assertThat(withPid(process.pid())).isEmpty();
    assertThat(table.environment((int) process.pid())).isEmpty();
  }

  /** An ended process is a zombie until its parent has read its status. */
  @Test
  void shouldLeaveOutEndedProcesses() throws IOException, InterruptedException {
    String line = "exec 3<&0; { read end <&3; } & echo $!; exec sleep 1000";
    Process process = new ProcessBuilder("sh", "-c", line).start();
    try {
      int zombie = Integer.parseInt(process.inputReader().readLine());
      await(() -> withPid(process.pid()).stream().anyMatch(p -> p.name().equals("sleep")));
      assertThat(withPid(zombie)).hasSize(1);
      process.outputWriter().append('\n').flush(); // now its parent never reads its status
      Path status = Path.of("/proc", Integer.toString(zombie), "stat");
      await(() -> Files.readString(status).contains(") Z "));
      assertThat(withPid(zombie)).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Children belong to the thread that started them, and have their own children. */
  @Test
  void shouldFindDescendantsWithoutReadingTheWholeTable() throws Exception {
    String line = "sleep 1000 & (sleep 1000; :) & echo started; wait";
    Process process = CompletableFuture.supplyAsync(() -> started("sh", "-c", line)).get();
    try {
      process.inputReader().readLine();
      await(() -> sleepsBelow(process.pid()) == 2);
      List<Running> below = table.below(SELF);
      assertThat(below).extracting(Running::pid).contains((int) process.pid());
      assertThat(below).extracting(Running::pid).doesNotContain(1, SELF);
      assertThat(below)
          .filteredOn(found -> found.parent() == process.pid())
          .isNotEmpty()
          .allSatisfy(child -> assertThat(table.process(child.pid())).isPresent());
    } finally {
      table
          .below((int) process.pid())
          .forEach(
              child -> ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly));
      process.destroyForcibly().waitFor();
    }
  }

  private long sleepsBelow(long pid) {
    return table.below((int) pid).stream().filter(child -> child.name().equals("sleep")).count();
  }

  private static Process started(String... command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its first thread is a zombie, but it runs. */
  @Test
  void shouldListAProcessWhoseFirstThreadHasEnded() throws Exception {
    String program =
        """
        import ctypes, threading, time
        threading.Thread(target=time.sleep, args=(1000,)).start()
        ctypes.CDLL(None).pthread_exit(None)
        """;
    Needs.programs("python3");
    Process process = new ProcessBuilder("python3", "-c", program).start();
    try {
      Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
      await(() -> Files.readString(status).contains(") Z "));
      assertThat(withPid(process.pid())).hasSize(1);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** A condition to wait for. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (!condition.holds()) {
      assertThat(System.nanoTime() - end).as("waited too long").isNegative();
      Thread.onSpinWait();
    }
  }
}
