package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The binary where the kernel has only the system calls of Linux 3.10, as old containers' filters
 * do: without {@code getrandom}, {@code statx}, {@code copy_file_range}, {@code pidfd_open} and all
 * later ones.
 */
class OldKernelIT {
  /**
   * Runs a command under seccomp(2), by which each system call that came after Linux 3.10 fails
   * with {@code ENOSYS}. The first of them: finit_module plus one on x86-64, sched_setattr on
   * arm64.
   */
  private static final String FILTER =
      """
      #include <errno.h>
      #include <linux/filter.h>
      #include <linux/seccomp.h>
      #include <sys/prctl.h>
      #include <unistd.h>
      #ifdef __x86_64__
      #define FIRST 314
      #else
      #define FIRST 274
      #endif
      int main(int count, char **arguments) {
        struct sock_filter steps[] = {
          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
          BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST, 0, 1),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
        struct sock_fprog filter = {4, steps};
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) return 99;
        execv(arguments[1], arguments + 1);
        return 98;
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeFilter() throws IOException {
    assumeTrue(Resil.isNative(), "the program under test is not the native binary");
    Needs.programs("cc");
    Files.writeString(folder.resolve("old.c"), FILTER);
    assertThat(run("PATH=/usr/bin:/bin cc -o old old.c").err()).isEmpty();
    Needs.that(run("./old /bin/true").exitCode() == 0, "seccomp");
  }

  private Shell.Result run(String script) {
    return new Shell(folder).run(script);
  }

  @Test
  void shouldEndTheProcessesOfAnAttempt() {
    Shell.Result result =
        run(
            """
            ./old "$RESIL" run -q -n 2 -b 0 -t 300ms -- sh -c 'setsid sleep 1000 & echo $! >>pids; sleep 1000'; echo $?
            for pid in $(cat pids); do kill -0 $pid && echo left; done
            """);
    assertThat(result.out()).isEqualTo("124\n");
    assertThat(result.err()).hasLineCount(2).contains("No such process");
  }

  @Test
  void shouldKeepABreakersState() {
    Shell.Result result =
        run(
            """
            for i in 1 2 3; do ./old "$RESIL" run -q -n 1 --state state --breaker b --failure-threshold 2 -- false; echo $?; done
            ./old "$RESIL" breaker reset b --state state; ./old "$RESIL" breaker status b --json --state state | grep -o CLOSED | head -n 1
            """);
    assertThat(result.out()).as(result.err()).isEqualTo("1\n1\n75\nCLOSED\n");
  }

  @Test
  void shouldReplayInputAndHoldOutput() {
    Shell.Result result =
        run(
            """
            seq 100000 >in
            ./old "$RESIL" run -q -b 0 --stdin replay --stdout final -- sh -c 'if [ $RESIL_ATTEMPT = 1 ]; then cat >/dev/null; exit 1; fi; cat' <in | cmp - in
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldDownload() throws IOException {
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          client.getOutputStream().write(RecordingServer.answer("200 OK", "", "whole\n"));
          return false;
        })) {
      Shell.Result result =
          run("./old \"$RESIL\" http -o file %s; cat file".formatted(server.url()));
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo("whole\n");
    }
  }
}
