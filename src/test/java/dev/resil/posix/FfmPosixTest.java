package dev.resil.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The calls reach the C library with the right numbers in the right places. */
@Timeout(20)
class FfmPosixTest {
  private static final int NO_DESCRIPTOR = 1_000_000;
  private static final int ESRCH = 3;
  private static final int E2BIG = 7;
  private static final int EACCES = 13;
  private static final int ENOTDIR = 20;

  @TempDir private Path folder;
  private final Posix posix = new FfmPosix();

  private int start(String... command) {
    return start(List.of(command), Map.of());
  }

  private int start(List<String> command, Map<String, String> variables) {
    return posix.spawn(
        new Spawn(
            command.getFirst(), command, variables, Spawn.INHERIT, Spawn.INHERIT, Spawn.INHERIT));
  }

  private Reaped await(int pid) {
    assertThat(pid).isPositive();
    while (true) {
      Optional<Reaped> reaped = posix.reap();
      if (reaped.isPresent() && reaped.get().pid() == pid) {
        return reaped.get();
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldTellExitCodesAndSignalsApart() {
    assertThat(await(start("true"))).matches(Reaped::exited).returns(0, Reaped::exitCode);
    assertThat(await(start("sh", "-c", "exit 137"))).returns(137, Reaped::exitCode);
    assertThat(await(start("sh", "-c", "kill -KILL $$")))
        .matches(reaped -> !reaped.exited())
        .returns(9, Reaped::signal);
  }

  @Test
  void shouldSayWhyNothingCouldBeStarted() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "true\n");
    assertThat(start("resil-no-such-command")).isEqualTo(-Errno.ENOENT);
    assertThat(start(text.toString())).isEqualTo(-EACCES);
    assertThat(start(folder.toString())).isEqualTo(-EACCES);
    assertThat(text.toFile().setExecutable(true)).isTrue();
    assertThat(start(text.toString())).isEqualTo(-Errno.ENOEXEC);
    assertThat(start(text.resolve("below").toString())).isEqualTo(-ENOTDIR);
    assertThat(start("true", "x".repeat(1 << 18))).isEqualTo(-E2BIG);
  }

  @Test
  void shouldPassArgumentsAndVariablesByteForByte() throws IOException {
    Path file = folder.resolve("out");
    String line = "printf '%s|%s|%s' \"$1\" \"$RESIL_TEST\" \"${PATH:+path}\" >" + file;
    int pid =
        start(List.of("sh", "-c", line, "sh", "é\udcff \n"), Map.of("RESIL_TEST", "a=\udc80"));
    assertThat(await(pid).exitCode()).isZero();
    assertThat(Files.readAllBytes(file))
        .asHexString()
        .isEqualTo("C3A9FF200A" + "7C" + "613D80" + "7C" + "70617468");
  }

  @Test
  void shouldKnowItsChildrenAndSignalThem() {
    assertThat(posix.hasChildren()).isFalse();
    int pid = start("sleep", "1000");
    assertThat(posix.hasChildren()).isTrue();
    assertThat(posix.reap()).isEmpty();
    assertThat(posix.kill(pid, 15)).isZero();
    assertThat(await(pid).signal()).isEqualTo(15);
    assertThat(posix.hasChildren()).isFalse();
    assertThat(posix.kill(pid, 15)).isEqualTo(-ESRCH);
  }

  @Test
  void shouldKnowItself() {
    assertThat((long) posix.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(posix.processGroup()).isPositive();
  }

  @Test
  void shouldNotTakeForATerminalWhatIsNone() {
    assertThat(posix.isTerminal(NO_DESCRIPTOR)).isFalse();
    assertThat(posix.terminalColumns(NO_DESCRIPTOR)).isZero();
    assertThat(posix.inForeground(NO_DESCRIPTOR)).isFalse();
  }

  @Test
  void shouldReturnTheErrorOfACallThatFails() {
    int badDescriptor = 9; // EBADF
    assertThat(posix.read(NO_DESCRIPTOR, new byte[1], 0, 1)).isEqualTo(-badDescriptor);
    assertThat(posix.write(NO_DESCRIPTOR, new byte[1], 0, 1)).isEqualTo(-badDescriptor);
    assertThat(posix.close(NO_DESCRIPTOR)).isEqualTo(-badDescriptor);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldWaitNoLongerThanItIsTold() {
    assertThat(posix.poll(new int[0], new short[0], new short[0], 1)).isZero();
    short[] ready = new short[1];
    assertThat(posix.poll(new int[] {NO_DESCRIPTOR}, new short[] {1}, ready, -1)).isEqualTo(1);
    assertThat(ready[0]).as("POLLNVAL").isEqualTo((short) 0x20);
  }

  @Test
  void shouldSayWhatAnErrorMeans() {
    assertThat(posix.message(Errno.ENOENT)).isEqualTo("No such file or directory");
    assertThat(posix.message(Errno.EPERM)).isEqualTo("Operation not permitted");
  }

  @Test
  void shouldGiveRandomBytes() {
    byte[] some = new byte[16];
    byte[] others = new byte[16];
    posix.random(some);
    posix.random(others);
    assertThat(some).isNotEqualTo(new byte[16]).isNotEqualTo(others);
  }
}
