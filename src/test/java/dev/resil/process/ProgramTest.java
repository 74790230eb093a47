package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final int PID = 4711;
  private static final int E2BIG = 7;
  private static final int EACCES = 13;

  @TempDir private Path folder;

  /** Starts only shells. */
  private static final class OnlyShells extends FakePosix {
    private final List<Spawn> spawned = new ArrayList<>();
    private final int otherwise;

    OnlyShells(int otherwise) {
      this.otherwise = otherwise;
    }

    @Override
    public int spawn(Spawn spawn) {
      spawned.add(spawn);
      return spawn.file().equals("/bin/sh") ? PID : otherwise;
    }
  }

  private String executable(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"))
        .toString();
  }

  private static Spawn spawn(String... command) {
    return new Spawn(command[0], List.of(command), Map.of("A", "b"), 3, 4, 5);
  }

  @Test
  void shouldGiveAScriptWithoutAnInterpreterLineToTheShell() throws IOException {
    String script = executable("script", "echo");
    OnlyShells posix = new OnlyShells(-Errno.ENOEXEC);
    assertThat(new Program(posix).start(spawn(script, "-x", "y z"))).isEqualTo(PID);
    assertThat(posix.spawned)
        .containsExactly(
            spawn(script, "-x", "y z"),
            new Spawn(
                "/bin/sh", List.of("/bin/sh", script, "-x", "y z"), Map.of("A", "b"), 3, 4, 5));
  }

  @Test
  void shouldReturnTheErrorOfAProgramThatIsNotAScript() {
    OnlyShells posix = new OnlyShells(-EACCES);
    assertThat(new Program(posix).start(spawn("/bin/x"))).isEqualTo(-EACCES);
    assertThat(posix.spawned).hasSize(1);
    String gone = folder.resolve("gone").toString();
    assertThat(new Program(new OnlyShells(-Errno.ENOEXEC)).start(spawn(gone)))
        .isEqualTo(-Errno.ENOEXEC);
  }

  @Test
  void shouldExplainWhyAProgramCouldNotBeStarted() throws IOException {
    Program program = new Program(new OnlyShells(0));
    String gone = folder.resolve("gone").toString();
    String there = executable("there", "#!/gone\n");
    assertThat(program.failure(spawn(gone), Errno.ENOENT))
        .isEqualTo(new Outcome.NotFound("error 2"));
    assertThat(program.failure(spawn("resil-no-such-command"), Errno.ENOENT))
        .isEqualTo(new Outcome.NotFound("error 2"));
    assertThat(program.failure(spawn(there), Errno.ENOENT))
        .isEqualTo(new Outcome.NotExecutable("bad interpreter: error 2"));
    assertThat(program.failure(spawn(there), EACCES))
        .isEqualTo(new Outcome.NotExecutable("error 13"));
    assertThat(program.failure(spawn("sh"), E2BIG)).isEqualTo(new Outcome.NotExecutable("error 7"));
  }

  @Test
  void shouldNameAnArgumentListThatIsTooLong() {
    Program program = new Program(Posix.get());
    String argument = "x".repeat(1 << 20); // one argument has 128 KiB at most on Linux
    int error = program.start(spawn("true", argument));
    assertThat(error).isEqualTo(-E2BIG);
    assertThat(program.failure(spawn("true"), -error))
        .isEqualTo(new Outcome.NotExecutable("Argument list too long"));
  }
}
