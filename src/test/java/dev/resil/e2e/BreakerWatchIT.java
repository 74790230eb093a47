package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.redis.ClosedPort;
import dev.resil.redis.RedisServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Watches breakers while other processes use them. */
class BreakerWatchIT {
  @TempDir Path temp;

  @Test
  void shouldFollowBreakersInAFolder() throws Exception {
    follow(temp.resolve("state").toString());
  }

  @Test
  void shouldFollowBreakersOnRedis() throws Exception {
    try (var redis = RedisServer.start()) {
      follow(redis.url("?timeout=10m"));
    }
  }

  private void follow(String place) throws Exception {
    // another process creates the folder while it is being watched
    BreakerBench bench =
        place.startsWith("redis") ? new BreakerBench(place) : new BreakerBench(Path.of(place));
    bench.breaker("record", "old", "success");
    try (var watching = new Watching(temp, place)) {
      assertThat(watching.line()).matches("\\S+Z  old  CLOSED");
      bench.breaker("open", "--create", "api", "--for", "1h");
      assertThat(watching.line()).matches("\\S+Z  api  OPEN  next probe in (1h|[45][0-9]m.*)");
      bench.breaker("reset", "api");
      assertThat(watching.line()).matches("\\S+Z  api  OPEN -> CLOSED  reset");
      bench.breaker("record", "api", "failure", "--failure-threshold", "1");
      assertThat(watching.line())
          .matches("\\S+Z  api  CLOSED -> OPEN  threshold reached; next probe in .*");
      bench.breaker("rm", "old");
      assertThat(watching.line()).matches("\\S+Z  old  CLOSED -> removed");
      assertThat(watching.interrupted()).isEqualTo(130);
      assertThat(watching.err()).isEmpty();
    }
  }

  @Test
  void shouldReportNamedBreakersAsJson() throws Exception {
    String place = temp.resolve("state").toString();
    BreakerBench bench = new BreakerBench(temp.resolve("state"));
    bench.breaker("record", "other", "success");
    try (var watching = new Watching(temp, place, "--json", "api", "not yet")) {
      bench.breaker(
          "record", "api", "failure", "--failure-threshold", "1", "--recovery-timeout", "300ms");
      JsonNode first = watching.json();
      assertThat(first.get("breaker").asString()).isEqualTo("api");
      assertThat(first.get("from").isNull()).isTrue();
      if (first.get("to").asString().equals("OPEN")) {
        // becomes half open in time without any call
        JsonNode next = watching.json();
        assertThat(next.get("to").asString()).isEqualTo("HALF_OPEN");
        assertThat(next.get("cause").asString()).isEqualTo("time_over");
      }
      bench.breaker("open", "--create", "not yet");
      assertThat(watching.json().get("breaker").asString()).isEqualTo("not yet");
      assertThat(watching.interrupted()).isEqualTo(130);
    }
  }

  @Test
  void shouldContinueWatchingIfTheServerComesBack() throws Exception {
    ClosedPort closed = new ClosedPort();
    int port = closed.number();
    try (var watching = new Watching(temp, "redis://127.0.0.1:" + port + "?timeout=10m")) {
      while (!watching.err().contains("still watching")) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      closed.close();
      try (var redis = RedisServer.at(port)) {
        BreakerBench bench = new BreakerBench(redis.url("?timeout=10m"));
        bench.breaker("open", "--create", "api");
        assertThat(watching.line()).matches("\\S+Z  api  OPEN");
        assertThat(watching.err().lines())
            .allMatch(line -> line.endsWith("; still watching"))
            .doesNotHaveDuplicates();
        assertThat(watching.interrupted()).isEqualTo(130);
      }
    }
  }
}
