package dev.resil.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupLimitsTest {
  @TempDir private Path root;

  @BeforeEach
  void makeGroups() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
  }

  private CgroupLimits limits(String path) {
    return CgroupLimits.of(path, new ProcFiles(Posix.get(), root));
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(root.resolve(file), content + "\n");
  }

  @Test
  void shouldTakeTheSmallestLimitOfAllGroupsAbove() throws IOException {
    write("memory.max", "3000");
    write("a/memory.max", "1000");
    write("a/b/memory.max", "2000");
    write("a/cpu.max", "150000 100000");
    write("a/b/cpu.max", "max 100000");
    write("a/b/pids.max", "max");

    CgroupLimits limits = limits("/a/b");

    assertThat(limits.memory()).contains(1000L);
    assertThat(limits.processors()).contains(1.5);
    assertThat(limits.processes()).isEmpty();
  }

  @Test
  void shouldReadTheRootOfANamespace() throws IOException {
    write("memory.max", "3000");
    write("a/memory.max", "1000");

    assertThat(limits("/").memory()).contains(3000L);
  }

  @Test
  void shouldIgnoreWhatIsNoLimit() throws IOException {
    write("a/cpu.max", "1 0");
    write("a/memory.max", "99999999999999999999");
    write("a/pids.max", "");

    assertThat(limits("/a").processors()).isEmpty();
    assertThat(limits("/a").memory()).isEmpty();
    assertThat(limits("/a").processes()).isEmpty();
    assertThat(limits("/gone").memory()).isEmpty();
  }
}
