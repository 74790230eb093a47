package dev.resil.cli;

import dev.resil.redis.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same story with its breaker on Redis. */
class SharedBreakerStoryIT extends BreakerStoryIT {
  private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  BreakerBench bench(Path folder) {
    redis.cli("FLUSHALL");
    return new BreakerBench(redis.url("?timeout=20s"));
  }
}
