package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.resil.Needs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The native binary's use of the system, and its effects on the command. */
class NativeImageIT {
  /** Files opened by the C library's loader and locale. */
  private static final List<Pattern> NEEDED =
      List.of(
          Pattern.compile("/etc/ld\\.so\\.(cache|preload)"),
          Pattern.compile(".*/libc\\.so\\.6"),
          Pattern.compile("/usr/(lib|share)/locale/.*"),
          Pattern.compile(".*/gconv-modules(\\.cache|\\.d.*)?"),
          // lookups of configuration files, which do not exist here
          Pattern.compile("\\.resil\\.toml"),
          Pattern.compile(".*/\\.config/resil/config\\.toml"),
          // lookup of a terminal whose modes may need to be restored
          Pattern.compile("/dev/tty"),
          Pattern.compile("/sys/fs/cgroup/.*|/proc/(self/(cgroup|mountinfo)|cgroups)"));

  /** System calls that name a file, and those that make a descriptor of another kind. */
  private static final Pattern OPENS =
      Pattern.compile("\\b(?:open|openat|creat|mkdir|unlink)\\((?:AT_FDCWD, )?\"([^\"]*)\"");

  private static final Pattern CONNECTS =
      Pattern.compile("\\b(socket|socketpair|connect|epoll_create1?|inotify_init1?)\\(");

  @TempDir Path folder;

  @BeforeEach
  void needsTheNativeBinary() {
    assumeTrue(Resil.isNative(), "the program under test is not the native binary");
  }

  @Test
  void shouldLookForEachConfigurationFileOnce() throws Exception {
    List<String> calls = trace(Resil.program(), "run", "--", "/bin/true");
    assertThat(calls).filteredOn(call -> call.contains(".resil.toml")).hasSize(1);
    assertThat(calls).filteredOn(call -> call.contains("config.toml")).hasSize(1);
  }

  /** As in a deploy script whose release was replaced. */
  @Test
  void shouldWorkInARemovedFolder() {
    Shell.Result result =
        new Shell(folder)
            .run(
                "export XDG_STATE_HOME=$PWD/state XDG_CACHE_HOME=$PWD/cache; top=$PWD;"
                    + " mkdir gone; cd gone; rmdir ../gone;"
                    + " resil run --breaker b --cache-ttl 1m --report $top/report -- echo ran;"
                    + " resil breaker list --names; resil run --report report -- echo not run");
    assertThat(result.out()).isEqualTo("ran\nb\n");
    assertThat(result.err())
        .isEqualTo("resil: --report report: its folder is not writable; name a file in another\n");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(folder.resolve("report")).content().contains("\"success\"");
  }

  @Test
  void shouldReportALackOfMemory() throws Exception {
    try (var sparse = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    Shell.Result result =
        new Shell(folder).run("ulimit -v 1000000; resil http -d @large http://127.0.0.1:1/");
    assertThat(result.err()).startsWith("resil: not enough memory: ");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.exitCode()).isEqualTo(125);
  }

  @Test
  void shouldOpenOnlyFilesNeededToRunACommand() throws Exception {
    List<String> calls = trace(Resil.program(), "run", "--", "/bin/true");
    Set<String> opened = new TreeSet<>();
    for (String call : calls) {
      Matcher path = OPENS.matcher(call);
      if (path.find()) {
        opened.add(path.group(1));
      }
    }
    opened.removeIf(path -> NEEDED.stream().anyMatch(p -> p.matcher(path).matches()));
    assertThat(opened).isEmpty();
    assertThat(calls).noneMatch(call -> CONNECTS.matcher(call).find());
  }

  @Test
  void shouldStartNoThreadAndNoProcessButTheCommand() throws Exception {
    assertThat(trace(Resil.program(), "run", "--", "/bin/true"))
        .filteredOn(call -> Pattern.compile("\\b(clone3?|v?fork)\\(").matcher(call).find())
        .hasSize(1);
  }

  @Test
  void shouldRunInAnEmptyEnvironment() {
    Resil.Result result =
        Resil.with("run", "--", "/bin/sh", "-c", "echo here; exit 7").environment(Map.of()).run();
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.out()).startsWith("here\n");
  }

  @Test
  void shouldFindTheCommandWithoutPath() {
    Resil.Result result = Resil.with("run", "--", "true").environment(Map.of("A", "b")).run();
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldStartUnderALimitOfAddressSpace() {
    // a virtual machine that reserves its largest heap at once cannot
    String line = "ulimit -v 200000; exec '" + Resil.program() + "' run -- true";
    Resil.Result result = Resil.under(List.of("sh", "-c", line)).run();
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"128", "8192", "unlimited"})
  void shouldStartWhateverTheLimitOfItsStack(String kibibytes) {
    String line = "ulimit -s " + kibibytes + "; exec '" + Resil.program() + "' run -- true";
    Resil.Result result = Resil.under(List.of("sh", "-c", line)).run();
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldNameTheInstructionsThatTheProcessorLacks() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "the program is for amd64");
    Needs.programs("qemu-x86_64");
    Resil.Result lesser =
        Resil.under(List.of("qemu-x86_64", "-cpu", "qemu64", Resil.program(), "--version")).run();
    assertThat(lesser.err())
        .startsWith("resil: this processor lacks AES instructions")
        .hasLineCount(1);
    assertThat(lesser.out()).isEmpty();
    assertThat(lesser.exitCode()).isEqualTo(125);
    Resil.Result oldest =
        Resil.under(List.of("qemu-x86_64", "-cpu", "Westmere", Resil.program(), "--version")).run();
    assertThat(oldest.out()).startsWith("resil ");
  }

  @Test
  void shouldEndOrphansWithoutProc() {
    Shell.needMounts();
    String line =
        "mount -t tmpfs none /proc; mount -t tmpfs none /sys/fs/cgroup; '%s' run -n 1 -t 0.2 -- sh -c 'sleep 100 & echo $! >orphan; wait';"
                .formatted(Resil.program())
            + " echo $?; kill -0 $(cat orphan) || echo ended";
    Resil.Result result = Resil.under(List.of("unshare", "-rm", "sh", "-c", line)).in(folder).run();
    assertThat(result.out()).isEqualTo("124\nended\n");
    assertThat(result.err()).contains("resil: /proc cannot be read");
  }

  /**
   * A count that no other load changes; a commit that raises the limit says why. ADR 1 says what
   * the instructions are for.
   */
  @Test
  void shouldStartWithFewInstructions() throws Exception {
    Needs.programs("valgrind");
    List<String> command =
        List.of(
            "valgrind",
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            Resil.program(),
            "run",
            "--",
            "/bin/true");
    Resil.Result result = Resil.under(command).environment(Map.of()).run();
    Matcher count = Pattern.compile("Collected : (\\d+)").matcher(result.err());
    assertThat(count.find()).as(result.err()).isTrue();
    assertThat(Integer.parseInt(count.group(1))).as("instructions").isLessThan(1_100_000);
  }

  /** A commit that raises the limit says why; ADR 1 says what the bytes are. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64") // code for others has another size
  void shouldBeSmall() throws IOException {
    assertThat(Files.size(Path.of(Resil.program()))).as("bytes").isLessThan(36_000_000);
  }

  /**
   * The cost of a start does not depend on the rest of the image, which is not touched before it is
   * needed. The number of page faults also depends on how the file entered the page cache. If it is
   * above the limit after other code, tools/startup/record finds what a start touches anew.
   */
  @Test
  void shouldTouchLittleMemoryBeforeTheCommandRuns() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no /proc");
    int faults = Integer.MAX_VALUE;
    int peakKibibytes = Integer.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      List<String> seen =
          Resil.run("run", "--", "/bin/sh", "-c", "cat /proc/$PPID/stat /proc/$PPID/status")
              .out()
              .lines()
              .toList();
      // proc(5): field 10, minflt; the name before it is resil
      faults = Math.min(faults, Integer.parseInt(seen.getFirst().split(" ", -1)[9]));
      String peak = seen.stream().filter(l -> l.startsWith("VmHWM:")).findFirst().orElseThrow();
      peakKibibytes = Math.min(peakKibibytes, Integer.parseInt(peak.replaceAll("\\D", "")));
    }
    assertThat(faults).as("page faults").isLessThan(330);
    assertThat(peakKibibytes).as("resident memory, KiB").isLessThan(10 * 1024);
  }

  /** The collector finds what the objects of the image hold, wherever the image has them. */
  @Test
  void shouldCollectGarbageInALongRun() throws Exception {
    Resil.Result result =
        Resil.run("run", "-n", "3000", "-b", "0", "--report", "-", "-q", "--", "false");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("\"attempt_count\":3000");
  }

  private List<String> trace(String... command) throws IOException, InterruptedException {
    Needs.programs("strace");
    Path log = folder.resolve("trace");
    List<String> all = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", log.toString()));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    List<String> lines = Files.readAllLines(log);
    // of the program alone: each line begins with a process id, the first with the program's own
    String pid = lines.getFirst().split(" ", 2)[0];
    return lines.stream().filter(line -> line.startsWith(pid + " ")).toList();
  }
}
