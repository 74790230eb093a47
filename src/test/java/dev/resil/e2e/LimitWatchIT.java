package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Watches limits while other processes use them. */
class LimitWatchIT {
  @TempDir Path temp;

  private Resil run(String place, String... more) {
    return Resil.with("run", "-q", "--state", place).append(more).in(temp);
  }

  private void follow(String place) throws Exception {
    assertThat(run(place, "--rate", "1/1h", "--limits", "old", "--", "true").run().exitCode())
        .isZero();
    try (var watching = Watching.limits(temp, place)) {
      assertThat(watching.line()).matches("\\S+Z  old  free");
      Resil resil =
          run(place, "--lock", "backup", "--", "sh", "-c", "until test -e end; do sleep .02; done");
      Process holder = resil.start();
      assertThat(watching.line())
          .matches("\\S+Z  backup  lock held by sh, process " + holder.pid() + " on \\S+");
      Resil.Result refused =
          run(place, "--lock", "backup", "--when-limited", "fail", "--", "true").run();
      assertThat(refused.exitCode()).isEqualTo(75);
      assertThat(watching.line()).matches("\\S+Z  backup  1 refused");
      Files.createFile(temp.resolve("end"));
      assertThat(resil.await(holder).exitCode()).isZero();
      assertThat(watching.line()).matches("\\S+Z  backup  lock released by sh, .*, after \\S+");
      Resil.with("limit", "rm", "--state", place, "old").in(temp).run();
      assertThat(watching.line()).matches("\\S+Z  old  removed");
      assertThat(watching.interrupted()).isEqualTo(130);
      assertThat(watching.err()).isEmpty();
    }
  }

  @Test
  void shouldFollowLimitsInAFolder() throws Exception {
    follow(temp.resolve("state").toString());
  }

  @Test
  void shouldFollowLimitsOnRedis() throws Exception {
    try (var redis = RedisServer.start()) {
      follow(redis.url("?timeout=10m"));
    }
  }

  /** A holder that was killed says nothing. */
  @Test
  void shouldShowThatAKilledHolderIsGoneAsJson() throws Exception {
    String place = temp.resolve("state").toString();
    try (var watching = Watching.limits(temp, place, "--json", "backup", "not yet")) {
      Process holder = run(place, "--lock", "backup", "--", "sleep", "600").start();
      JsonNode held = watching.json();
      assertThat(held.get("change").asString()).isEqualTo("granted");
      assertThat(held.get("pid").asLong()).isEqualTo(holder.pid());
      holder.descendants().forEach(ProcessHandle::destroyForcibly);
      holder.destroyForcibly();
      JsonNode released = watching.json();
      assertThat(released.get("change").asString()).isEqualTo("released");
      assertThat(released.get("number").asLong()).isEqualTo(held.get("number").asLong());
      assertThat(watching.interrupted()).isEqualTo(130);
    }
  }
}
