package dev.resil.e2e;

import dev.resil.redis.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** The same story, with the breaker on Redis. */
class SharedBreakerStoryIT extends BreakerStoryIT {
  @AutoClose private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @Override
  BreakerBench bench(Path folder) {
    redis.cli("FLUSHALL");
    return new BreakerBench(redis.url("?timeout=10m"));
  }
}
