package dev.resil.redis;

import dev.resil.posix.Posix;
import dev.resil.state.Changes;
import dev.resil.tls.TlsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
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
  private final Predicate<String> ours;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final Thread listener;
  private final Posix posix = Posix.get();
  private final int[] ends = {-1, -1};
  private volatile boolean closed;

  /**
   * Notifications of the records that are wanted.
   *
   * @param ours whether a record is wanted, by the name in messages
   */
  RedisChanges(RedisAddress address, String channel, Predicate<String> ours) {
    this.address = address;
    this.channel = channel;
    this.ours = ours;
    if (posix.pipe(ends) >= 0) {
      posix.setNonBlocking(ends[0]);
      posix.setNonBlocking(ends[1]);
    }
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
          note();
          follow(connection);
        }
      } catch (IOException | TlsException | JedisException e) {
        // the watcher gets the same error when it polls, and reports it
      }
      note();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void follow(RedisConnection connection) throws IOException {
    connection.setTimeout(LONGEST_SILENCE);
    while (!closed && connection.read() instanceof List<?> message) {
      // "message", the channel, the record
      boolean wanted =
          message.size() == 3
              && message.get(2) instanceof byte[] id
              && ours.test(RedisKeys.text(id));
      if (wanted) {
        note();
      }
    }
  }

  private void note() {
    changed.set(true);
    if (ends[1] >= 0) {
      posix.write(ends[1], new byte[1], 0, 1);
    }
  }

  @Override
  public boolean any() {
    if (ends[0] >= 0) {
      posix.read(ends[0], new byte[64], 0, 64);
    }
    return changed.getAndSet(false);
  }

  /** Stays open until resil exits: the thread may still report a change. */
  @Override
  public int descriptor() {
    return ends[0];
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(listener);
  }
}
