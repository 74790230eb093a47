package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Errno;
import dev.resil.process.ProcessTable.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which group is used; {@code PidNamespacesIT} has the kernel's groups. */
class CgroupTest {
  private static final int SELF = 10;

  @TempDir Path hierarchy;

  private final FakePosix posix =
      new FakePosix() {
        @Override
        public int pid() {
          return SELF;
        }

        @Override
        public int open(String path, boolean write, boolean nonBlocking) {
          return -Errno.ENOENT; // there is no /proc
        }

        @Override
        public int processGroup(int pid) {
          return pid;
        }

        @Override
        public int session(int pid) {
          return pid;
        }
      };

  @BeforeEach
  void makeHierarchy() throws IOException {
    Files.writeString(hierarchy.resolve("cgroup.controllers"), "");
    processes(hierarchy, 1, SELF);
  }

  private static void processes(Path group, int... pids) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int pid : pids) {
      lines.append(pid).append('\n');
    }
    Files.writeString(group.resolve("cgroup.procs"), lines);
  }

  private Optional<Cgroup> enter() {
    return Cgroup.enter(posix, "resil-run-1", List.of(hierarchy));
  }

  private List<Integer> pids(Cgroup group) {
    return group.members().stream().map(Running::pid).toList();
  }

  @Test
  void shouldBeBelowTheGroupThatResilIsIn() {
    assertThat(enter()).isPresent();
    assertThat(hierarchy.resolve("resil-run-1/cgroup.procs")).content().isEqualTo("0");
  }

  @Test
  void shouldNotDivideAGroupThatResilIsNotIn() throws IOException {
    processes(hierarchy, 1, 100);
    assertThat(enter()).isEmpty();
    assertThat(hierarchy.resolve("resil-run-1")).doesNotExist();
  }

  @Test
  void shouldNotUseVersionOne() throws IOException {
    Files.delete(hierarchy.resolve("cgroup.controllers"));
    assertThat(enter()).isEmpty();
    assertThat(hierarchy.resolve("resil-run-1")).doesNotExist();
  }

  @Test
  void shouldHaveTheProcessesOfGroupsBelow() throws IOException {
    Cgroup group = enter().orElseThrow();
    Path folder = hierarchy.resolve("resil-run-1");
    processes(folder, 20, 0, 21);
    processes(Files.createDirectories(folder.resolve("a/b")), 22);
    Files.createDirectory(folder.resolve("threads"));
    assertThat(pids(group)).containsExactlyInAnyOrder(20, 21, 22);
  }

  @Test
  void shouldTellAProcessFromALaterOneWithTheSameId() throws IOException {
    Cgroup group = enter().orElseThrow();
    Path folder = hierarchy.resolve("resil-run-1");
    processes(folder, 20, 21);
    List<Running> before = group.members();
    processes(folder, 20);
    assertThat(group.members()).containsExactly(before.getFirst());
    processes(folder, 20, 21);
    assertThat(group.members()).contains(before.getFirst()).doesNotContain(before.getLast());
  }

  @Test
  void shouldNotBeUsedWhileResilIsInIt() throws IOException {
    Cgroup group = enter().orElseThrow();
    processes(hierarchy.resolve("resil-run-1"), SELF, 20);
    assertThat(group.leave()).isFalse();
  }
}
