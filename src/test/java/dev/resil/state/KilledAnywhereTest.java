package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a transaction at each system call on its files. */
class KilledAnywhereTest {
  private static final int KILLED = 128 + 9;
  private static final Pattern CALL = Pattern.compile("^[0-9]+ +([a-z0-9_]+)\\(");

  @TempDir Path temp;

  @Test
  void shouldLeaveTheOldRecordOrTheNewOne() throws Exception {
    needTraces();
    List<String> calls = callsOfATransaction();
    assertThat(calls).contains("fcntl", "write", "fsync", "rename");
    boolean renamed = false;
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      String call = calls.get(i);
      int time = times.merge(call, 1, Integer::sum);
      String where = "killed at call %d, %s no %d".formatted(i, call, time);
      var folder = temp.resolve("state" + i);
      var bench = new StoreBench(folder);
      bench.put("a", "old");
      assertThat(put(folder, "-e", "inject=%s:signal=KILL:when=%d".formatted(call, time)))
          .as(where)
          .isEqualTo(KILLED);
      String found = bench.get("a").orElseThrow();
      // the new record is never lost again
      assertThat(found).as(where).isIn(renamed ? List.of("new") : List.of("old", "new"));
      renamed = found.equals("new");
      bench.put("a", "next");
      assertThat(bench.get("a")).as(where).contains("next");
      assertThat(bench.notices()).as(where).isEmpty();
      assertThat(bench.waited()).as(where).isZero();
    }
    assertThat(renamed).isTrue();
  }

  @Test
  void shouldRecoverIfTheFirstTransactionWasKilled() throws Exception {
    needTraces();
    for (String call : List.of("mkdir", "chmod", "openat", "fsync", "rename")) {
      for (int time = 1; time <= 3; time++) {
        String where = "killed at %s no %d".formatted(call, time);
        var folder = temp.resolve(call + time);
        put(folder, "-e", "inject=%s:signal=KILL:when=%d".formatted(call, time));
        var bench = new StoreBench(folder);
        assertThat(bench.get("a").orElse("new")).as(where).isEqualTo("new");
        bench.put("a", "next");
        assertThat(bench.get("a")).as(where).contains("next");
        assertThat(bench.notices()).as(where).isEmpty();
      }
    }
  }

  /** The names of the system calls, in order. */
  private List<String> callsOfATransaction() throws Exception {
    Path folder = temp.resolve("traced");
    new StoreBench(folder).put("a", "old");
    Path log = temp.resolve("log");
    assertThat(put(folder, "-o", log.toString())).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines.map(CALL::matcher).filter(Matcher::find).map(call -> call.group(1)).toList();
    }
  }

  private static int put(Path folder, String... options) throws Exception {
    Path records = folder.resolve("note");
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    command.addAll(List.of(options));
    for (Path path :
        List.of(
            folder,
            records,
            records.resolve("a.json"),
            records.resolve("a.json.tmp"),
            records.resolve(".lock"))) {
      command.addAll(List.of("-P", path.toString()));
    }
    command.addAll(StoreProgram.command("put", folder, "a", "new"));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void needTraces() throws Exception {
    Needs.programs("strace");
    int code =
        new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null", "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    Needs.that(code == 0, "ptrace");
  }
}
