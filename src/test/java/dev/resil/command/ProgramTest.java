package dev.resil.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.match.Outcome;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.Spawn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private final Program program = new Program(Posix.get());

  @Test
  void shouldNameAnArgumentListThatIsTooLong() {
    String argument = "x".repeat(1 << 20); // one argument has 128 KiB at most on Linux
    int error = program.start(Spawn.inheriting("true", List.of("true", argument), Map.of()));
    assertThat(error).isEqualTo(-Errno.E2BIG);
    assertThat(program.failure("true", -error))
        .isEqualTo(new Outcome.NotExecutable("Argument list too long"));
  }
}
