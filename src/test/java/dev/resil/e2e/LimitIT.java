package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.redis.ClosedPort;
import dev.resil.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Limits that real processes share, in a folder and on Redis. */
class LimitIT {
  private static final String PATIENT = "?timeout=10m";
  private static final String NAMESPACE =
      "unshare --pid --mount --fork --kill-child "
          + ("root".equals(System.getProperty("user.name")) ? "" : "--user --map-root-user ");

  @AutoClose private static RedisServer redis;

  @TempDir Path temp;

  enum Place {
    FOLDER,
    REDIS
  }

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  private String state(Place place) {
    if (place == Place.FOLDER) {
      return temp.resolve("state").toString();
    }
    redis.cli("FLUSHALL");
    return redis.url(PATIENT);
  }

  private Resil run(String state, String... more) {
    return Resil.with("run", "--state", state).append(more).in(temp);
  }

  /** A run that holds the lock until the file {@code end} exists. */
  private Process holder(String state, String... more) throws Exception {
    Process holder =
        run(state, "--lock", "backup", "-n", "1")
            .append(more)
            .append(
                "--",
                "sh",
                "-c",
                "touch begun; while test -e begun && ! test -e end; do sleep .02; done")
            .start();
    await("begun");
    return holder;
  }

  private void await(String file) throws InterruptedException {
    while (!Files.exists(temp.resolve(file))) {
      Thread.sleep(10);
    }
  }

  private void touch(String file) throws IOException {
    Files.createFile(temp.resolve(file));
  }

  private static JsonNode status(String state, String name) {
    Resil.Result result = Resil.run("limit", "status", "--json", "--state", state, name);
    return JsonMapper.shared().readTree(result.out()).get("limits").get(0);
  }

  private static void awaitWaiting(String state, String name) throws InterruptedException {
    awaitWaiting(state, name, 1);
  }

  private static void awaitWaiting(String state, String name, int count)
      throws InterruptedException {
    while (status(state, name).get("waiting").size() < count) {
      Thread.sleep(10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunOneAtATimeWithALock(Place place) throws Exception {
    String state = state(place);
    Process holder = holder(state);
    Resil.Result failed =
        run(state, "--lock", "backup", "--when-limited", "fail", "--report", "r.json")
            .append("--", "touch", "ran")
            .run();
    assertThat(failed.exitCode()).isEqualTo(75);
    assertThat(failed.err())
        .contains("touch was not run: lock backup is held by sh (process " + holder.pid());
    JsonNode report = JsonMapper.shared().readTree(Files.readString(temp.resolve("r.json")));
    assertThat(report.get("result").asString()).isEqualTo("limited");
    assertThat(report.get("limited").get("holders").get(0).get("pid").asLong())
        .isEqualTo(holder.pid());

    Resil.Result skipped =
        run(state, "--lock", "backup", "--when-limited", "skip", "--", "touch", "ran").run();
    assertThat(skipped.exitCode()).isZero();
    assertThat(skipped.err()).contains("touch was skipped: lock backup is held by sh");

    Resil.Result late =
        run(state, "--lock", "backup", "--limit-wait", "50ms", "--", "touch", "ran").run();
    assertThat(late.exitCode()).isEqualTo(75);
    // 124 if there is no answer in time
    assertThat(run(state, "--lock", "backup", "-T", "50ms", "--", "touch", "ran").run().exitCode())
        .isIn(75, 124);
    assertThat(temp.resolve("ran")).doesNotExist();

    Resil waiting =
        run(state, "--lock", "backup", "--event-log", "events", "--", "sh", "-c")
            .append("echo $RESIL_LOCK_TOKEN");
    Process waiter = waiting.start();
    awaitWaiting(state, "backup");
    long token = status(state, "backup").get("holders").get(0).get("number").asLong();
    touch("end");
    Resil.Result done = waiting.await(waiter);
    assertThat(done.exitCode()).isZero();
    assertThat(done.err()).contains("; waiting");
    assertThat(Long.parseLong(done.out().strip())).isGreaterThan(token);
    assertThat(Files.readString(temp.resolve("events"))).contains("waiting_for_limit", "admitted");
    assertThat(holder.waitFor()).isZero();
    assertThat(status(state, "backup").get("locked").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldTheLockDuringDelays(Place place) throws Exception {
    String state = state(place);
    Resil holder =
        run(state, "--lock", "l", "-n", "2", "-b", "1m", "--", "sh", "-c", "touch begun; exit 1");
    Process delayed = holder.start();
    await("begun");
    assertThat(run(state, "--lock", "l", "--when-limited", "fail", "--", "true").run().exitCode())
        .isEqualTo(75);
    Kill.send("TERM", delayed.pid());
    assertThat(holder.await(delayed).exitCode()).isEqualTo(128 + 15);
    assertThat(run(state, "--lock", "l", "--when-limited", "fail", "--", "true").run().exitCode())
        .isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldHandOnTheLockOfAKilledRun(Place place) throws Exception {
    String state = state(place);
    Process holder = holder(state);
    Resil waiting = run(state, "--lock", "backup", "--", "echo", "ran");
    Process waiter = waiting.start();
    awaitWaiting(state, "backup");
    Kill.send("KILL", holder.pid());
    assertThat(waiting.await(waiter).out()).isEqualTo("ran\n");
    touch("end");
  }

  /** Those far back in the queue sleep until as many before them have given way. */
  @ParameterizedTest
  @EnumSource
  void shouldServeACrowdInOrderThoughSomeOfItAreKilled(Place place) throws Exception {
    String state = state(place);
    Process holder = holder(state);
    List<Process> crowd = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      crowd.add(
          run(state, "-q", "--lock", "backup", "--", "sh", "-c", "echo " + i + " >>turns").start());
      awaitWaiting(state, "backup", i + 1);
    }
    for (int killed : List.of(0, 1, 2, 5, 6)) {
      Kill.send("KILL", crowd.get(killed).pid());
    }
    touch("end");
    for (int left : List.of(3, 4, 7, 8, 9)) {
      assertThat(crowd.get(left).waitFor()).isZero();
    }
    assertThat(temp.resolve("turns")).content().isEqualTo("3\n4\n7\n8\n9\n");
    assertThat(holder.waitFor()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndTheWaitBySignal(Place place) throws Exception {
    String state = state(place);
    Process holder = holder(state);
    Resil waiting = run(state, "--lock", "backup", "--", "touch", "ran");
    Process waiter = waiting.start();
    awaitWaiting(state, "backup");
    Kill.send("INT", waiter.pid());
    assertThat(waiting.await(waiter).exitCode()).isEqualTo(128 + 2);
    assertThat(status(state, "backup").get("waiting")).isEmpty();
    assertThat(temp.resolve("ran")).doesNotExist();
    touch("end");
    assertThat(holder.waitFor()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldLimitAttemptsAtTheSameTime(Place place) throws Exception {
    String state = state(place);
    List<Resil> runs = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Resil run =
          run(state, "--limits", "api", "--max-concurrent", "2", "--", "sh", "-c")
              .append("echo + >>log; sleep .05; echo - >>log");
      runs.add(run);
      processes.add(run.start());
    }
    for (int i = 0; i < runs.size(); i++) {
      assertThat(runs.get(i).await(processes.get(i)).exitCode()).isZero();
    }
    List<String> log = Files.readAllLines(temp.resolve("log"));
    int now = 0;
    for (String line : log) {
      now += line.equals("+") ? 1 : -1;
      assertThat(now).isBetween(0, 2);
    }
    assertThat(log).hasSize(16);
    assertThat(status(state, "api").get("granted").asInt()).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLimitTheRateOfAttempts(Place place) {
    String state = state(place);
    String[] rate = {"--limits", "api", "--rate", "1/1h", "--burst", "2", "--when-limited", "fail"};
    Resil.Result first = run(state, rate).append("-b", "0", "-n", "3", "--", "false").run();
    assertThat(first.exitCode()).isEqualTo(75);
    assertThat(first.err())
        .contains("false was not run again: limit api is used up", "; room in ")
        .contains("attempt 2 of 3");
    assertThat(status(state, "api").get("starts_left").asInt()).isZero();
    assertThat(run(state, rate).append("--when-limited", "skip", "--", "false").run().exitCode())
        .isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSpreadAttemptsEvenly(Place place) throws Exception {
    String state = state(place);
    List<Resil> runs = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      Resil run = run(state, "--name", "n", "--rate", "10/1s", "--", "date", "+%s%N");
      runs.add(run);
      processes.add(run.start());
    }
    for (int i = 0; i < runs.size(); i++) {
      assertThat(runs.get(i).await(processes.get(i)).exitCode()).isZero();
    }
    assertThat(System.nanoTime() - begin).isGreaterThan(300_000_000L);
    assertThat(status(state, "n").get("granted").asInt()).isEqualTo(4);
  }

  @Test
  void shouldRunNothingIfTheStateOfALockCannotBeUsed() throws Exception {
    Files.writeString(temp.resolve("file"), "");
    try (ClosedPort port = new ClosedPort()) {
      String server = "redis://127.0.0.1:" + port.number();
      refuse(temp.resolve("file").toString());
      refuse(server);
      // nor may a folder of this host stand in for the shared lock
      String own = server + "," + temp.resolve("own");
      assertThat(run(own, "--lock", "l", "--", "echo", "ran").run().exitCode()).isEqualTo(125);
    }
  }

  private void refuse(String state) {
    Resil.Result strict = run(state, "--lock", "l", "--", "echo", "ran").run();
    assertThat(strict.exitCode()).isEqualTo(125);
    assertThat(strict.out()).isEmpty();
    Resil.Result lenient = run(state, "--lock", "l", "--no-strict-lock", "--", "echo", "ran").run();
    assertThat(lenient.exitCode()).isZero();
    assertThat(lenient.err()).contains("; running without lock l");
    Resil.Result rate = run(state, "--limits", "l", "--rate", "1/1h", "--", "echo", "ran").run();
    assertThat(rate.out()).isEqualTo("ran\n");
    assertThat(rate.err()).contains("; running without limit l");
  }

  @Test
  void shouldNotSetALockFreeWhoseRecordIsDamaged() throws Exception {
    String state = state(Place.FOLDER);
    run(state, "--lock", "l", "--", "true").run();
    Files.writeString(temp.resolve("state/limit/l.json"), "noise");
    Resil.Result result = run(state, "--lock", "l", "--", "echo", "ran").run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).contains("l.json is damaged").contains("move it away");
  }

  /**
   * A paused machine comes back after its lease: another run has had the lock, under a larger
   * token, and the docs' example refuses the old one.
   */
  @Test
  void shouldTakeTheLockFromAPausedHost() throws Exception {
    String state = state(Place.REDIS);
    String line =
        "mount -t proc proc /proc && exec \"$RESIL\" run --state %s --lock backup -n 2 -b 0 -- sh -c '%s'"
            .formatted(
                state,
                "echo $RESIL_LOCK_TOKEN; touch begun;"
                    + " test -e taken || read -r _ <gate; ./publish");
    Shell shell = new Shell(temp);
    shell.run(publish() + "; mkfifo gate");
    Needs.programs("flock");
    Needs.that(shell.run(NAMESPACE + "mount -t proc proc /proc").exitCode() == 0, "namespaces");
    Resil paused =
        Resil.under(List.of((NAMESPACE + "sh -c").split(" ")))
            .append(line)
            .variable("RESIL", Resil.program())
            .in(temp);
    Process host = paused.start();
    await("begun");
    List<Long> processes = host.descendants().map(ProcessHandle::pid).toList();
    for (long process : processes) {
      Kill.send("STOP", process);
    }
    Resil.Result other =
        run(state, "--lock", "backup", "--", "sh", "-c", "echo $RESIL_LOCK_TOKEN; ./publish").run();
    touch("taken");
    for (long process : processes) {
      Kill.send("CONT", process);
    }
    Files.writeString(temp.resolve("gate"), "\n");
    Resil.Result back = paused.await(host);
    long[] tokens =
        LongStream.concat(
                back.out().lines().limit(2).mapToLong(LimitIT::number),
                other.out().lines().limit(1).mapToLong(LimitIT::number))
            .toArray();
    assertThat(back.exitCode()).isZero();
    assertThat(back.err()).containsOnlyOnce("stale token, refused");
    assertThat(other.out()).endsWith("published\n");
    assertThat(back.out()).endsWith(tokens[1] + "\npublished\n");
    assertThat(back.err()).contains("its token " + tokens[0] + " is no longer valid");
    assertThat(tokens[0]).isLessThan(tokens[2]);
    assertThat(tokens[2]).isLessThan(tokens[1]);
  }

  private static long number(String line) {
    return Long.parseLong(line);
  }

  /** The lines of the docs that write their example. */
  private static String publish() throws IOException {
    String page = Files.readString(DocPage.PROJECT.resolve("docs/limits.md"));
    int begin = page.indexOf("cat >publish");
    String end = "chmod +x publish";
    return page.substring(begin, page.indexOf(end, begin)) + end;
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowAndControlLimits(Place place) throws Exception {
    String state = state(place);
    Process holder = holder(state);
    String[] in = {"--state", state};
    assertThat(Resil.with("limit", "list").append(in).run().out()).contains("NAME", "backup  held");
    assertThat(Resil.with("limit", "list", "--names").append(in).run().out()).isEqualTo("backup\n");
    assertThat(Resil.with("limit", "status").append(in).run().out())
        .contains("lock      held, token", "held by   sh, process " + holder.pid());
    assertThat(Resil.with("limit", "release", "--number", "1", "backup").append(in).run().out())
        .isEqualTo("0 permits released\n");
    assertThat(Resil.with("limit", "release", "backup").append(in).run().out())
        .isEqualTo("1 permit released\n");
    assertThat(run(state, "--lock", "backup", "--", "echo", "ran").run().out()).isEqualTo("ran\n");
    touch("end");
    assertThat(holder.waitFor()).isZero();
    assertThat(Resil.with("limit", "rm", "backup").append(in).run().exitCode()).isZero();
    assertThat(Resil.with("limit", "rm", "backup").append(in).run().err())
        .contains("limit backup: unknown; see 'resil limit list'");
  }
}
