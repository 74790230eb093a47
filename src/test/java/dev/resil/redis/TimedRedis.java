package dev.resil.redis;

import dev.resil.state.StateStore;
import dev.resil.state.Strictness;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Stores on a server with a test clock. */
public final class TimedRedis {
  private TimedRedis() {}

  /** A store with the time of a clock instead of the server's. */
  public static StateStore store(RedisServer server, Clock clock) {
    return new RedisStateStore(
        RedisAddress.parse(server.url("?timeout=10m"), Map.<String, String>of()::get),
        Strictness.STRICT,
        _ -> {},
        () -> ThreadLocalRandom.current().nextLong(),
        new RedisStateStore.Reading(_ -> clock.instant(), Duration.ofDays(36_500), false));
  }
}
