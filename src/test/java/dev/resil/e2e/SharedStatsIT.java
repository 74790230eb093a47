package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.redis.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics on Redis. */
class SharedStatsIT {
  private static final String PATIENT = "?timeout=10m";

  @AutoClose private static RedisServer redis;

  @TempDir Path temp;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  private static int runs(String place, String name) {
    return JsonStats.of(Resil.run("stats", "show", "--state", place, "--json", name).out())
        .get("runs")
        .asInt();
  }

  @Test
  void shouldCountTheRunsOfManyProcesses() {
    String place = redis.url(PATIENT);
    List<Resil> all = new ArrayList<>();
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String[] under =
          i % 2 == 0 ? new String[] {"--breaker", "api"} : new String[] {"--name", "api"};
      Resil run = Resil.with("run", "--state", place).append(under).append("-n", "1", "--", "true");
      all.add(run);
      started.add(run.start());
    }
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).await(started.get(i)).err()).isEmpty();
    }
    // runs do not wait for their last counts
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (!redis.cli("HGET", "resil:stats:api", "runs").equals("6") && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(runs(place, "api")).isEqualTo(6);
    assertThat(redis.cli("HGET", "resil:stats:api", "outcome:exit:0")).isEqualTo("6");
    assertThat(Resil.run("stats", "reset", "--state", place, "api").exitCode()).isZero();
    assertThat(Resil.run("stats", "--state", place, "--names").out()).isEmpty();
  }

  @Test
  void shouldCountInTheFolderIfTheServerIsGone() {
    Path folder = temp.resolve("state");
    String gone = "redis://127.0.0.1:1" + PATIENT;
    Resil.Result result =
        Resil.run("run", "--state", gone + "," + folder, "--breaker", "api", "--", "true");
    assertThat(result.errLines()).hasSize(1);
    assertThat(result.err()).contains("; using this host's own state instead");
    assertThat(runs(folder.toString(), "api")).isEqualTo(1);
    Resil.Result alone = Resil.run("run", "--state", gone, "--name", "api", "--", "true");
    assertThat(alone.exitCode()).isZero();
    assertThat(alone.errLines()).hasSize(1);
    assertThat(alone.err()).contains("connection refused", "; the run is not counted");
  }
}
