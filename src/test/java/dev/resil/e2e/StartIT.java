package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that cannot be started: 126 or 127, the system's message, and no retry. */
class StartIT {
  @TempDir Path folder;

  private Path file(String name, String content, String permissions) throws IOException {
    Path file = Executables.write(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static void expect(Resil.Result result, int code, String line) {
    assertThat(result.exitCode()).isEqualTo(code);
    assertThat(result.errLines()).hasSize(1);
    assertThat(result.err()).contains(line).contains("not retried");
  }

  @Test
  void shouldNotFindAMissingCommand() {
    expect(
        Resil.run("run", "no-such-command"),
        127,
        "resil: no-such-command was not found: No such file or directory");
    expect(Resil.run("run", "./no-such"), 127, "./no-such was not found");
    expect(Resil.run("run", "no-such-folder/x"), 127, "no-such-folder/x was not found");
  }

  @Test
  void shouldNotExecuteAFileWithoutPermission() throws IOException {
    Path script = file("script", "#!/bin/sh\n", "rw-r--r--");
    expect(Resil.run("run", script.toString()), 126, "cannot be executed: Permission denied");
  }

  @Test
  void shouldNotExecuteAFolder() {
    expect(Resil.run("run", folder.toString()), 126, "cannot be executed: Permission denied");
  }

  @Test
  void shouldNameAWrongInterpreter() throws IOException {
    Path script = file("no-interpreter", "#!/no/such/interpreter\n", "rwxr-xr-x");
    expect(
        Resil.run("run", script.toString()),
        126,
        "cannot be executed: bad interpreter: No such file or directory");
    expect(
        Resil.under(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH")))
            .append(Resil.program(), "run", "no-interpreter")
            .run(),
        126,
        "bad interpreter");
  }

  @Test
  void shouldRunAScriptWithoutAnInterpreterLineAsAShellDoes() throws IOException {
    Path script = file("script", "echo \"$0 $1\"\n", "rwxr-xr-x");
    Resil.Result result = Resil.run("run", script.toString(), "x y");
    assertThat(result.out()).isEqualTo(script + " x y\n");
  }

  @Test
  void shouldRetryAMissingCommandOnlyIfNamed() {
    Resil.Result any = Resil.run("run", "--retry-on", "any", "-b", "1ms", "no-such-command");
    assertThat(any.errLines()).hasSize(1);
    Resil.Result named =
        Resil.run("run", "--retry-on", "not-found", "-b", "1ms", "no-such-command");
    assertThat(named.errLines()).hasSize(3);
    assertThat(named.exitCode()).isEqualTo(127);
  }

  @Test
  void shouldRunTheFirstWordThatIsNotAnOption() {
    assertThat(Resil.run("run", "-n", "1", "echo", "-n", "5", "--", "x").out()).isEqualTo("5 -- x");
  }

  @Test
  void shouldRunACommandWhoseNameBeginsWithADashAfterTwoDashes() throws IOException {
    file("-odd", "#!/bin/sh\necho odd \"$1\"\n", "rwxr-xr-x");
    Resil.Result result =
        Resil.under(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH")))
            .append(Resil.program(), "run", "--", "-odd", "--", "x")
            .run();
    assertThat(result.out()).isEqualTo("odd --\n");
  }

  @Test
  void shouldShowAHostileNameHarmlessly() {
    Resil.Result result = Resil.run("run", "no\u001b[2Jsuch\nresil: fake");
    assertThat(result.errLines()).hasSize(1);
    assertThat(result.err()).contains("no\\x1b[2Jsuch\\nresil: fake was not found");
  }
}
