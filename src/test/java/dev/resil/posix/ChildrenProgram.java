package dev.resil.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Assertions of {@link FfmPosixTest} about children, in a separate process: they concern all
 * children of a process and reap any of them, so the process must have no others.
 */
final class ChildrenProgram {
  private static final int SIGTERM = 15;
  private static final int ESRCH = 3;

  private final Posix posix = new FfmPosix();

  private ChildrenProgram() {}

  /** Runs the assertions named by the first argument. */
  public static void main(String[] args) throws Exception {
    var program = new ChildrenProgram();
    switch (args[0]) {
      case "codes" -> program.tellsExitCodesAndSignalsApart();
      case "bytes" -> program.passesArgumentsAndVariablesByteForByte(Path.of(args[1]));
      case "children" -> program.knowsItsChildrenAndSignalsThem();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

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
      if (reaped.isPresent()) {
        assertThat(reaped.get().pid()).isEqualTo(pid);
        return reaped.get();
      }
      Thread.onSpinWait();
    }
  }

  private void tellsExitCodesAndSignalsApart() {
    assertThat(await(start("true"))).matches(Reaped::exited).returns(0, Reaped::exitCode);
    assertThat(await(start("sh", "-c", "exit 137"))).returns(137, Reaped::exitCode);
    assertThat(await(start("sh", "-c", "kill -KILL $$")))
        .matches(reaped -> !reaped.exited())
        .returns(9, Reaped::signal);
  }

  private void passesArgumentsAndVariablesByteForByte(Path file) throws Exception {
    String line = "printf '%s|%s|%s' \"$1\" \"$RESIL_TEST\" \"${PATH:+path}\" >\"$0\"";
    int pid =
        start(
            List.of("sh", "-c", line, file.toString(), "é\udcff \n"),
            Map.of("RESIL_TEST", "a=\udc80"));
    assertThat(await(pid).exitCode()).isZero();
    assertThat(Files.readAllBytes(file))
        .asHexString()
        .isEqualTo("C3A9FF200A" + "7C" + "613D80" + "7C" + "70617468");
  }

  private void knowsItsChildrenAndSignalsThem() {
    assertThat(posix.hasChildren()).isFalse();
    int pid = start("sleep", "1000");
    assertThat(posix.hasChildren()).isTrue();
    assertThat(posix.reap()).isEmpty();
    assertThat(posix.kill(pid, SIGTERM)).isZero();
    assertThat(await(pid).signal()).isEqualTo(SIGTERM);
    assertThat(posix.hasChildren()).isFalse();
    assertThat(posix.kill(pid, SIGTERM)).isEqualTo(-ESRCH);
  }
}
