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
 * Notifications from the channel on which writers publish their durable changes. A thread listens;
 * whenever the connection is lost, anything may have changed meanwhile.
 */
final class RedisChanges implements Changes {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A connection that is silent for longer is reopened: the server may be gone. */
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
        // the watcher gets the same error when it polls, and reports it
      }
      changed.set(true);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void follow(RedisConnection connection) throws IOException {
    connection.setTimeout(LONGEST_SILENCE);
    while (!closed && connection.read() instanceof List<?> message) {
      // "message", the channel, the record
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
