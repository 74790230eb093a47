package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user without an entry in {@code /etc/passwd}, as in containers run with {@code --user 4711}.
 */
class UnknownUserIT {
  @TempDir Path folder;

  @BeforeEach
  void needAnotherUser() throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "root"); // to run as another user
    Needs.programs("setpriv", "install");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Shell.Result run(String script) {
    return new Shell(folder)
        .run(
            """
            resil() { setpriv --reuid=64208 --regid=64208 --clear-groups "$RESIL" "$@"; }
            install -d -o 64208 -g 64208 home
            """
                + script);
  }

  @Test
  void shouldKeepStateUnderItsHome() {
    Shell.Result result =
        run(
            """
            unset RESIL_STATE XDG_STATE_HOME; HOME=$PWD/home; export HOME
            resil run -q -n 1 --breaker b -- false; echo $?
            resil breaker list --json | grep -c '"name" : "b"'
            stat -c '%u %a' home/.local/state/resil
            """);
    assertThat(result.out()).as(result.err()).isEqualTo("1\n1\n64208 700\n");
  }

  @Test
  void shouldNeedNoHome() {
    Shell.Result result = run("unset HOME; resil run -n 1 -t 1m -- sh -c 'id -u'");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("64208\n");
  }

  @Test
  void shouldSayThatThereIsNoFolderForState() {
    Shell.Result result = run("unset HOME; resil run --breaker b -- echo ran");
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.err())
        .isEqualTo(
            "resil: no state folder, since HOME is not set: name one with --state DIR or"
                + " RESIL_STATE; running as if breaker b were closed\n");
  }
}
