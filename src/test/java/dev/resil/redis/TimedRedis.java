package dev.resil.redis;

import dev.resil.state.StateStore;
import dev.resil.state.Strictness;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Stores on a server that are told what time it is. */
public final class TimedRedis {
  private TimedRedis() {}

  /** One whose time is a clock's, whatever the server's shows. */
  public static StateStore store(RedisServer server, Clock clock) {
    return new RedisStateStore(
        RedisAddress.parse(server.url("?timeout=10m"), Map.<String, String>of()::get),
        Strictness.STRICT,
        _ -> {},
        () -> ThreadLocalRandom.current().nextLong(),
        new RedisStateStore.Reading(_ -> clock.instant(), Duration.ofDays(36_500)));
  }
}
