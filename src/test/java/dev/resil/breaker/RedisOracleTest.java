package dev.resil.breaker;

import dev.resil.redis.RedisServer;
import dev.resil.redis.TimedRedis;
import dev.resil.state.StateStore;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Breakers on Redis. */
class RedisOracleTest extends StoredOracle {
  private static RedisServer redis;

  @BeforeContainer
  static void start() {
    redis = RedisServer.start();
  }

  @AfterContainer
  static void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  StateStore store(TestClock clock) {
    return TimedRedis.store(redis, clock);
  }
}
