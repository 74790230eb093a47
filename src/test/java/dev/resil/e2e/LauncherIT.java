package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/resil}, called from any folder. */
@DisabledIf("dev.resil.e2e.Resil#isNative")
class LauncherIT {
  @TempDir Path folder;

  private Path link;

  @BeforeEach
  void linkToIt() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("a folder"));
    Path first = Files.createSymbolicLink(bin.resolve("first"), Path.of(Resil.program()));
    link = Files.createSymbolicLink(folder.resolve("resil"), folder.relativize(first));
  }

  @Test
  void shouldWorkThroughLinksFromAnyFolder() {
    Resil.Result result =
        Resil.under(List.of(link.toString()))
            .append("run", "-q", "-n", "1", "--", "sh", "-c", "pwd; cat; exit 9")
            .in(Path.of("/usr/lib"))
            .stdin("input\n")
            .run();
    assertThat(result.out()).isEqualTo("/usr/lib\ninput\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(9);
  }

  @Test
  void shouldBeFoundInThePath() {
    Resil.Result result =
        Resil.under(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH"), "resil"))
            .append("--version")
            .run();
    assertThat(result.out()).startsWith("resil ").contains("JVM ");
  }

  @Test
  void shouldBecomeTheProgramInsteadOfWaitingForIt() {
    Resil.Result result =
        Resil.under(List.of("sh", "-c", "echo $$; exec \"$@\"", "x"))
            .append(Resil.program(), "run", "--", "sh", "-c", "echo $PPID")
            .run();
    List<String> pids = result.out().lines().toList();
    assertThat(pids).hasSize(2);
    assertThat(pids.get(1)).isEqualTo(pids.get(0));
  }

  @Test
  void shouldUseTheGivenJdkOrFindOne() {
    String bare = "/usr/bin:/bin";
    Resil.Result found =
        Resil.with("run", "--", "echo", "up")
            .environment(Map.of("PATH", bare, "RESIL_RUNTIME", "jvm"))
            .run();
    assertThat(found.out()).isEqualTo("up\n");
    Resil.Result told =
        Resil.with("run", "--", "echo", "up")
            .environment(
                Map.of(
                    "PATH",
                    bare,
                    "RESIL_RUNTIME",
                    "jvm",
                    "JAVA_HOME",
                    "/no/such/jdk",
                    "RESIL_JAVA_HOME",
                    System.getProperty("java.home")))
            .run();
    assertThat(told.out()).isEqualTo("up\n");
  }

  @Test
  void shouldTrainWithoutTheCallersEnvironment() throws IOException {
    Path copy = untrained();
    Path summary = folder.resolve("summary.md");
    Resil.Result result =
        Resil.under(List.of(copy.resolve("scripts/resil").toString()))
            .append("run", "--", "echo", "up")
            .environment(
                Map.of(
                    "RESIL_RUNTIME", "jvm",
                    "GITHUB_ACTIONS", "true",
                    "GITHUB_STEP_SUMMARY", summary.toString()))
            .run();
    assertThat(result.out()).isEqualTo("up\n");
    assertThat(copy.resolve("target/resil.aot")).exists();
    assertThat(summary).doesNotExist();
  }

  @Test
  void shouldTrainWithSignalsBlocked() throws IOException {
    Path copy = untrained();
    String script =
        "kill -USR1 $$; exec %s/scripts/resil run -q -- grep SigBlk /proc/self/status"
            .formatted(copy);
    Resil.Result result =
        Resil.under(List.of("env", "--block-signal=USR1", "bash", "-c", script))
            .environment(Map.of("RESIL_RUNTIME", "jvm"))
            .run();
    assertThat(result).as(result.err()).returns(0, Resil.Result::exitCode);
    assertThat(result.out()).endsWith("0000000000000200\n"); // the command inherits the mask
    assertThat(copy.resolve("target/resil.aot")).exists();
  }

  /** A checkout that is built, and whose launcher has not run yet. */
  private Path untrained() throws IOException {
    Path root = Path.of(Resil.program()).getParent().getParent();
    Path copy = folder.resolve("checkout");
    Path target = Files.createDirectories(copy.resolve("target"));
    Files.createDirectories(copy.resolve("src/main"));
    Files.createDirectory(copy.resolve("scripts"));
    for (String script : List.of("scripts/resil", "scripts/find-jdk.sh")) {
      Files.copy(root.resolve(script), copy.resolve(script));
    }
    Files.createFile(copy.resolve("pom.xml"));
    Files.createSymbolicLink(target.resolve("lib"), root.resolve("target/lib"));
    // newer than its sources, so it is not built again
    Files.copy(root.resolve("target/resil.jar"), target.resolve("resil.jar"));
    return copy;
  }
}
