package dev.resil.wait.check;

import dev.resil.outcome.Fault;
import dev.resil.redis.RedisAddress;
import dev.resil.redis.RedisPing;
import dev.resil.wait.Answer;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends a PING to Redis.
 *
 * @param timeout its time limit, empty for none
 */
record RedisCheck(RedisAddress address, Optional<Duration> timeout) implements Check {
  @Override
  public Answer answer() {
    return RedisPing.send(address, timeout)
        .map(failure -> ConnectionCheck.failed(Fault.READ, failure))
        .orElseGet(() -> Answer.holds("answers PING"));
  }
}
