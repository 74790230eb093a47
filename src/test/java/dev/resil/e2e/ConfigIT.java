package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration by real files and variables; ConfiguredExecutionTest tests their effects. */
@Execution(ExecutionMode.CONCURRENT)
class ConfigIT {
  private static final String ATTEMPTS = "[defaults]\nmax-attempts = 5\n";

  @TempDir Path folder;
  private Path work;
  private Path home;

  @BeforeEach
  void prepare() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    home = Files.createDirectories(folder.resolve("home/.config/resil"));
    chmod(work, "rwxr-xr-x");
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    chmod(file, "rw-r--r--");
    return file;
  }

  /** The attempt limit seen by a command. */
  private Resil limit(String... options) {
    return Resil.with("run")
        .append(options)
        .append("--", "sh", "-c", "echo $RESIL_ATTEMPT_LIMIT")
        .variable("HOME", folder.resolve("home").toString())
        .variable("XDG_CONFIG_HOME", "")
        .in(work);
  }

  @Test
  void shouldReadTheDocumentedFilesAndVariables() throws IOException {
    write(
        home.resolve("config.toml"),
        "[defaults]\nmax-attempts = 4\n[profiles.p]\nmax-attempts = 6");
    assertThat(limit().run().out()).isEqualTo("4\n");
    write(work.resolve(".resil.toml"), ATTEMPTS);
    assertThat(limit().run().out()).isEqualTo("5\n");
    assertThat(limit("--profile", "p").run().out()).isEqualTo("6\n");
    assertThat(limit("--profile", "p").variable("RESIL_MAX_ATTEMPTS", "7").run().out())
        .isEqualTo("7\n");
    assertThat(limit("--no-config").run().out()).isEqualTo("3\n");
  }

  @Test
  void shouldFollowXdgConfigHome() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other/resil"));
    write(other.resolve("config.toml"), ATTEMPTS);
    assertThat(limit().variable("XDG_CONFIG_HOME", other.getParent().toString()).run().out())
        .isEqualTo("5\n");
  }

  @Test
  void shouldRunNothingWithABrokenFile() throws IOException {
    write(work.resolve(".resil.toml"), "[defaults]\nmax-atempts = 5\n");
    Resil.Result result = limit().run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo("resil: .resil.toml:2: max-atempts: unknown key; did you mean max-attempts?\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
  void shouldIgnoreAFileThatOthersMayWrite(String mode) throws IOException {
    Path file = write(work.resolve(".resil.toml"), ATTEMPTS);
    sharedGroup(file, mode);
    chmod(file, mode);
    assertIgnored("it is writable by others");
    assertThat(limit("--config", ".resil.toml").run().out()).isEqualTo("5\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
  void shouldIgnoreAFileThatOthersMayReplace(String mode) throws IOException {
    write(work.resolve(".resil.toml"), ATTEMPTS);
    sharedGroup(work, mode);
    chmod(work, mode);
    assertIgnored("its folder is writable by others");
  }

  /** Gives a file to a group without members, if its group's permissions matter. */
  private static void sharedGroup(Path file, String mode) throws IOException {
    if (mode.charAt(4) == 'w' || mode.charAt(5) == 'w') {
      Needs.that(Files.getAttribute(file, "unix:uid").equals(0), "root");
      Files.setAttribute(file, "unix:gid", 4711);
    }
  }

  @Test
  void shouldIgnoreAFileThatALinkLeadsToFromElsewhere() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    write(elsewhere.resolve("x"), ATTEMPTS);
    chmod(elsewhere, "rwxrwxrwx");
    Files.createSymbolicLink(work.resolve(".resil.toml"), elsewhere.resolve("x"));
    assertIgnored("its folder is writable by others");
  }

  @Test
  void shouldIgnoreALinkThatOthersMayReplace() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    chmod(elsewhere, "rwxr-xr-x");
    Path file = write(elsewhere.resolve("x"), ATTEMPTS);
    Files.createSymbolicLink(work.resolve(".resil.toml"), file);
    chmod(work, "rwxrwxrwx");
    assertIgnored("its folder is writable by others");
  }

  @Test
  void shouldIgnoreAFileOfAnotherUser() throws IOException {
    Path file = write(work.resolve(".resil.toml"), ATTEMPTS);
    Needs.that(Set.of(0).contains(Files.getAttribute(work, "unix:uid")), "root");
    Files.setAttribute(file, "unix:uid", 12345);
    assertIgnored("it belongs to user 12345");
  }

  private void assertIgnored(String why) {
    Resil.Result result = limit().run();
    assertThat(result.out()).isEqualTo("3\n");
    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith(
            "resil: .resil.toml: ignored because another user could have written it: " + why);
  }

  @Test
  void shouldNotWaitForAFifo() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", work.resolve(".resil.toml").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    Resil.Result result = limit().run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).contains(".resil.toml: cannot be read");
  }

  /**
   * The inner resil gets no setting of the outer one, except variables that its caller exported.
   */
  @Test
  void shouldNotConfigureAResilInsideAResil() {
    String inner = Shell.quoted(Resil.program()) + " run -- sh -c 'echo $RESIL_ATTEMPT_LIMIT'";
    Resil outer = Resil.with("run", "-n", "7", "-q", "--", "sh", "-c", inner).in(work);
    assertThat(outer.run().out()).isEqualTo("3\n");
    assertThat(
            Resil.with("run", "-n", "7", "--", "sh", "-c", inner)
                .in(work)
                .variable("RESIL_MAX_ATTEMPTS", "4")
                .run()
                .out())
        .isEqualTo("4\n");
  }
}
