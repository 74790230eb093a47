package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessHoldersTest {
  private static final String HERE = "4026531836:b00t:web1";

  @TempDir Path proc;

  @BeforeEach
  void machine() throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel/random"));
    Files.createDirectories(proc.resolve("self/ns"));
    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "b00t\n");
    Files.writeString(proc.resolve("sys/kernel/hostname"), "web1\n");
    Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[4026531836]"));
  }

  @Test
  void shouldFindThisProcess() {
    var holders = new ProcessHolders();
    assertThat(holders.self()).startsWith(ProcessHandle.current().pid() + ":");
    assertThat(holders.isAlive(holders.self())).isTrue();
  }

  @Test
  void shouldNoticeAnEndedProcess() throws Exception {
    Process child = new ProcessBuilder("sleep", "1000").start();
    var holders = new ProcessHolders();
    String holder = holders.self().replaceFirst("[0-9]+", Long.toString(child.pid()));
    // another start time: the id was reused
    assertThat(holders.isAlive(holder)).isFalse();
    child.destroyForcibly().waitFor();
    assertThat(holders.isAlive(holder)).isFalse();
  }

  @Test
  void shouldDistinguishProcessesWithTheSameId() throws IOException {
    process(42, "resil", "S", 1000);
    assertThat(isAlive("42:1000:" + HERE)).isTrue();
    process(42, "cron", "S", 2000);
    assertThat(isAlive("42:1000:" + HERE)).isFalse();
  }

  @Test
  void shouldTreatAZombieAsDead() throws IOException {
    process(42, "resil", "Z", 1000);
    assertThat(isAlive("42:1000:" + HERE)).isFalse();
  }

  @Test
  void shouldReadAConfusingCommandName() throws IOException {
    process(42, "a) Z 1 (b", "S", 1000);
    assertThat(isAlive("42:1000:" + HERE)).isTrue();
  }

  @Test
  void shouldTreatAHolderFromBeforeTheBootAsDead() {
    assertThat(isAlive("42:1000:4026531836:earlier:web1")).isFalse();
  }

  @Test
  void shouldTreatAnInvisibleHolderAsAlive() {
    assertThat(isAlive("42:1000:4026531836:b00t:web2")).isTrue();
    assertThat(isAlive("42:1000:1:b00t:web1")).isTrue();
    assertThat(isAlive("somebody")).isTrue();
    assertThat(isAlive("x:1000:" + HERE)).isTrue();
  }

  private boolean isAlive(String holder) {
    return new ProcessHolders(new ProcFiles(Posix.get(), proc)).isAlive(holder);
  }

  private void process(long pid, String command, String state, long start) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
    String between = "1 ".repeat(18);
    Files.writeString(
        folder.resolve("stat"),
        "%d (%s) %s %s%d 1 1\n".formatted(pid, command, state, between, start));
  }
}
