package dev.resil.redis;

import dev.resil.state.Changes;
import dev.resil.tls.TlsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What the server's channel tells, which all writers publish their lasting changes on. A thread
 * waits for it; whenever the connection is lost, anything may have changed meanwhile.
 */
final class RedisChanges implements Changes {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A connection that is silent for longer is made anew: perhaps nobody is there any more. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private final RedisAddress address;
  private final String channel;
  private final String kind;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final Thread listener;
  private volatile boolean closed;

  RedisChanges(RedisAddress address, String channel, String kind) {
    this.address = address;
    this.channel = channel;
    this.kind = kind;
    this.listener = Thread.ofPlatform().name("redis-changes").daemon().start(this::listen);
  }

  private void listen() {
    while (!closed) {
      try (RedisServers servers = new RedisServers(address);
          RedisConnection connection = servers.listener()) {
        Object reply =
            connection
                .exchange(List.of(RedisCommand.of(Protocol.Command.SUBSCRIBE, channel)))
                .first();
        if (reply instanceof List<?>) {
          changed.set(true);
          follow(connection);
        }
      } catch (IOException | TlsException | JedisException e) {
        // whoever follows sees it as well when it looks, and tells
      }
      changed.set(true);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void follow(RedisConnection connection) throws IOException {
    connection.setTimeout(LONGEST_SILENCE);
    while (!closed && connection.read() instanceof List<?> message) {
      // the word, the channel, and which record it is about
      boolean ours =
          message.size() == 3
              && message.get(2) instanceof byte[] id
              && RedisKeys.text(id).startsWith(kind + ":");
      if (ours) {
        changed.set(true);
      }
    }
  }

  @Override
  public boolean any() {
    return changed.getAndSet(false);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(listener);
  }
}
