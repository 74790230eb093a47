package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With any {@code /proc} in a PID namespace, the attempt's processes are ended, and six others
 * survive.
 */
class PidNamespacesIT {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final String NAMESPACE =
      "unshare --pid --mount --fork --kill-child " + (ROOT ? "" : "--user --map-root-user ");

  @TempDir Path folder;

  /** The kind of /proc in the namespace. */
  enum Proc {
    OWN("mount -t proc proc /proc"),
    FOREIGN(":"),
    HIDDEN("mount -t proc -o hidepid=2 proc /proc"),
    EMPTY("mount -t tmpfs none /proc");

    private final String mount;

    Proc(String mount) {
      this.mount = mount;
    }

    boolean believed() {
      return this == OWN || this == HIDDEN;
    }
  }

  @BeforeEach
  void needNamespaces() throws Exception {
    Shell.Result result = new Shell(folder).run(NAMESPACE + "mount -t proc proc /proc");
    Needs.that(result.exitCode() == 0, "PID namespaces");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** The start of a command in a namespace: as another user if /proc hides other users'. */
  private static String user(Proc proc) {
    Needs.that(proc != Proc.HIDDEN || ROOT, "root"); // for a second user
    return proc == Proc.HIDDEN ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
  }

  private static String resil(Proc proc) {
    Needs.that(proc != Proc.EMPTY || Resil.isNative(), "the native binary"); // a JVM reads /proc
    return user(proc) + "\"$RESIL\"";
  }

  /** Hides all cgroups, so that only {@code /proc} can tell whose process is whose. */
  private static final String NO_CGROUPS =
      "if [ -d /sys/fs/cgroup ]; then mount -t tmpfs none /sys/fs/cgroup; fi && ";

  private Shell.Result inNamespace(Proc proc, String script) {
    return inNamespace(NO_CGROUPS + proc.mount + " && " + script);
  }

  private Shell.Result inNamespace(String script) {
    return new Shell(folder).run(NAMESPACE + "sh -c " + Shell.quoted(script), "sh");
  }

  /** The ids of the attempt's processes. */
  private static final String ATTEMPT =
      """
      (trap "" TERM; sleep 300 & echo $! >>ours; wait) &
      echo $! >>ours
      (setsid sh -c "echo \\$\\$ >>ours; : >ready; exec sleep 300" &)
      while ! [ -e ready ]; do :; done
      echo $$ >>ours
      wait
      """;

  private static final String COUNT =
      """
      count() { n=0; while read -r p; do if kill -0 $p 2>/dev/null; then n=$((n + 1)); fi; done <$1; echo $1 $n; }
      """;

  /** Six processes of resil's own user, which resil could signal. */
  private static String bystanders(Proc proc) {
    return "for i in 1 2 3 4 5 6; do " + user(proc) + "sleep 300 & echo $! >>bystanders; done\n";
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndOnlyTheAttemptsProcessesAsTheSecondProcess(Proc proc) throws Exception {
    Files.writeString(folder.resolve("attempt"), ATTEMPT);
    // it waits for the six without starting a process, so that they get the next ids
    Shell.Result result =
        inNamespace(
            proc,
            "sh -c 'until [ -e go ]; do :; done; exec %s run -n 1 -t 2s -k 200ms -- sh attempt' &\n"
                    .formatted(resil(proc).replace("'", "'\\''"))
                + "[ $! = 2 ] || echo is process $!; resil=$!\n"
                + bystanders(proc)
                + ": >go; wait $resil; echo exit $?\n"
                + COUNT
                + "count bystanders; count ours");
    assertThat(result.out()).isEqualTo("exit 124\nbystanders 6\nours 0\n");
    assertThat(result.err().contains("/proc")).as(result.err()).isEqualTo(!proc.believed());
    assertThat(folder.resolve("ours")).content().hasLineCount(4);
  }

  /** The six are its children: they were started by the shell that became resil. */
  @ParameterizedTest
  @EnumSource
  void shouldNotSignalTheCallersChildrenAsTheFirstProcess(Proc proc) throws Exception {
    Files.writeString(
        folder.resolve("attempt"),
        "if [ $RESIL_ATTEMPT = 2 ]; then %s count bystanders; count ours; exit; fi\n"
                .formatted(COUNT)
            + ATTEMPT);
    Shell.Result result =
        inNamespace(
            proc,
            bystanders(proc)
                + "exec %s run -n 2 -b 0 -t 2s -k 200ms -- sh attempt".formatted(resil(proc)));
    if (proc.believed()) {
      // the attempt's orphans are recognized by their environment
      assertThat(result.out()).isEqualTo("bystanders 6\nours 0\n");
    } else {
      assertThat(result.out()).startsWith("bystanders 6\n");
      assertThat(result.err()).contains("may still be running: /proc ");
    }
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  /** As with {@code docker exec}, the first process adopts processes it did not start. */
  @ParameterizedTest
  @EnumSource(names = {"OWN", "FOREIGN"})
  void shouldNotSignalUnrelatedOrphansAsTheFirstProcess(Proc proc) throws Exception {
    Needs.that(ROOT, "root"); // to enter a namespace
    Files.writeString(
        folder.resolve("attempt"),
        "if [ $RESIL_ATTEMPT = 2 ]; then %s count bystanders; exit; fi\n".formatted(COUNT)
            + ": >started; until [ -e go ]; do sleep 0.02; done\n"
            + ATTEMPT);
    String bystander = "(setsid sh -c \"echo \\$\\$ >>bystanders; exec sleep 300\" &)\n";
    Shell.Result result =
        new Shell(folder)
            .run(
                NAMESPACE
                    + "sh -c "
                    + Shell.quoted(
                        NO_CGROUPS
                            + proc.mount
                            + " && exec "
                            + resil(proc)
                            + " run -n 2 -b 0 -t 4s -k 200ms -- sh attempt")
                    + " & until [ -e started ]; do sleep 0.02; done\n"
                    + "nsenter --pid --target $(cat /proc/$!/task/$!/children) sh -c "
                    + Shell.quoted(
                        bystander.repeat(6)
                            + "until [ \"$(wc -l <bystanders)\" = 6 ]; do sleep 0.02; done")
                    + "\n: >go; wait $!");
    assertThat(result.out()).isEqualTo("bystanders 6\n");
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  /** The attempt's own cgroup tells it from the six, which are resil's children as well. */
  @ParameterizedTest
  @EnumSource(names = {"FOREIGN", "EMPTY"})
  void shouldKnowTheAttemptByItsCgroup(Proc proc) throws Exception {
    Needs.that(
        new Shell(folder)
                .run(OWN_CGROUP + "mkdir $own/resil-test-$$ && rmdir $own/resil-test-$$")
                .exitCode()
            == 0,
        "a cgroup (version 2) that may be divided");
    Files.writeString(
        folder.resolve("attempt"),
        "if [ $RESIL_ATTEMPT = 2 ]; then %s count bystanders; count ours; exit; fi\n"
                .formatted(COUNT)
            + "echo resil-$RESIL_RUN_ID-1 >name\n"
            + ATTEMPT);
    Shell.Result result =
        inNamespace(
            proc.mount
                + " && "
                + bystanders(proc)
                + "exec %s run -n 2 -b 0 -t 2s -k 200ms -- sh attempt".formatted(resil(proc)));
    assertThat(result.out()).as(result.err()).isEqualTo("bystanders 6\nours 0\n");
    assertThat(result.err()).doesNotContain("/proc");
    assertThat(result.exitCode()).isZero();
    assertThat(new Shell(folder).run(OWN_CGROUP + "ls -d $own/$(cat name)").exitCode())
        .as("the cgroup is removed")
        .isNotZero();
  }

  private static final String OWN_CGROUP =
      """
      own=/sys/fs/cgroup
      [ -e $own/cgroup.controllers ] || own=$own/unified
      own=$own$(sed -n s/^0:://p /proc/self/cgroup)
      """;

  @Test
  void shouldEndIfNoOtherProcessCanBeStarted() {
    Shell.Result result =
        new Shell(folder)
            .run("unshare -p -f -r --kill-child \"$RESIL\" run -n 1 -t .1 -- sleep 100");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(124);
  }
}
