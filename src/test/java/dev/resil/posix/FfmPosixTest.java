package dev.resil.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Calls reach the C library with the right arguments. */
class FfmPosixTest {
  private static final int NO_DESCRIPTOR = 1_000_000;
  private static final int E2BIG = 7;
  private static final int EACCES = 13;
  private static final int ENOTDIR = 20;

  @TempDir private Path folder;
  private final Posix posix = new FfmPosix();

  private int start(String... command) {
    return posix.spawn(
        new Spawn(
            command[0], List.of(command), Map.of(), Spawn.INHERIT, Spawn.INHERIT, Spawn.INHERIT));
  }

  /** Runs assertions of {@link ChildrenProgram}, without this process's children. */
  private void alone(String... arguments) throws Exception {
    Path output = folder.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ChildrenProgram.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> text(output)).isZero();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldDistinguishExitCodesAndSignals() throws Exception {
    alone("codes");
  }

  @Test
  void shouldPassArgumentsAndVariablesByteForByte() throws Exception {
    alone("bytes", folder.resolve("out").toString());
  }

  @Test
  void shouldFindItsChildrenAndSignalThem() throws Exception {
    alone("children");
  }

  @Test
  void shouldExplainAFailureToStart() throws IOException {
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
  void shouldFindItself() {
    assertThat((long) posix.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(posix.processGroup()).isPositive();
  }

  @Test
  void shouldNotTakeAnInvalidDescriptorForATerminal() {
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
  void shouldRespectTheTimeoutOfAPoll() {
    assertThat(posix.poll(new int[0], new short[0], new short[0], 1)).isZero();
    short[] ready = new short[1];
    assertThat(posix.poll(new int[] {NO_DESCRIPTOR}, new short[] {1}, ready, -1)).isEqualTo(1);
    assertThat(ready[0]).as("POLLNVAL").isEqualTo((short) 0x20);
  }

  @Test
  void shouldDescribeAnError() {
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
