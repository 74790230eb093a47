package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** A timeout ends processes that fork as fast as they are killed. */
class ForkStormIT {
  /** A user without processes, so that all processes of this user belong to the storm. */
  private static final int USER = 64_209;

  /**
   * The storm ends by itself after two minutes. Each process has its own session, and a third of
   * them end at once, so that most are orphans; only KILL and STOP have an effect.
   */
  private static final String STORM =
      """
      #include <signal.h>
      #include <time.h>
      #include <unistd.h>
      int main(void) {
        for (int s = 1; s < 32; s++) signal(s, SIG_IGN);
        if (fork()) for (;;) pause();
        for (time_t end = time(0) + 120; time(0) < end;) {
          pid_t child = fork();
          if (child == 0) setsid();
          else if (child < 0) usleep(2000);
          else if (child % 3 == 0) _exit(0);
        }
        return 0;
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void needAnotherUser() throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "root"); // to run as another user
    Needs.programs("cc", "setpriv");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(folder.resolve("storm.c"), STORM);
    assertThat(new Shell(folder).run("PATH=/usr/bin:/bin cc -O2 -o storm storm.c").err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 60, 120, 250})
  void shouldEnd(int limit) throws Exception {
    Needs.that(Resil.isNative() || limit <= 60, "the native binary"); // a JVM starts too slowly
    // 300 ms and 400 ms, and half of the storm's own time on a machine that is busy
    assertThat(secondsOfAStorm(limit)).isBetween(0.69, 60.0);
  }

  private double secondsOfAStorm(int limit) throws Exception {
    int room = Resil.isNative() ? limit : limit + 30; // a JVM's threads count as well
    Shell.Result result =
        new Shell(folder)
            .run(
                "setpriv --reuid=%d --regid=%d --clear-groups bash -c ".formatted(USER, USER)
                    + Shell.quoted(
                        "ulimit -u %d; exec \"$RESIL\" run -q -n 1 -t 300ms -k 400ms --report report ./storm"
                            .formatted(room))
                    + "; echo $?; cat /proc/[0-9]*/status 2>/dev/null | grep -c ^Uid:.%d"
                        .formatted(USER));
    assertThat(result.out()).as(result.err()).isEqualTo("124\n0\n");
    return new ObjectMapper()
        .readTree(folder.resolve("report").toFile())
        .get("attempts")
        .get(0)
        .get("duration")
        .asDouble();
  }
}
