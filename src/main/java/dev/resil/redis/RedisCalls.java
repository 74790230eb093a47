package dev.resil.redis;

import dev.resil.state.StateException;
import dev.resil.tls.TlsException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** Calls to the servers of an address; failures become one-line messages. */
final class RedisCalls {
  private static final int SCAN_COUNT = 1000;

  private final RedisAddress address;
  private final RedisFailures failures;
  private Optional<RedisServers> servers = Optional.empty();

  /** Calls to an address; the first one connects. */
  RedisCalls(RedisAddress address, RedisFailures failures) {
    this.address = address;
    this.failures = failures;
  }

  /** All servers that have keys. */
  List<RedisConnection> servers() throws StateException {
    return use(RedisServers::all);
  }

  /**
   * Sends commands for a key to the server that has it.
   *
   * @throws StateException if there is no reply, or a reply is an error
   */
  Replies ask(byte[] key, List<RedisCommand> commands, TransactionLimit limit)
      throws StateException {
    return checked(use(there -> there.exchange(key, commands), limit));
  }

  /**
   * Sends a command for a key to the server that has it. If the server has just answered another
   * command, this does not wait for the reply and so costs no time.
   *
   * @throws StateException if it can't be sent, or the awaited reply does not come
   */
  void tell(byte[] key, RedisCommand command, TransactionLimit limit) throws StateException {
    if (!use(there -> there.post(key, command), limit)) {
      ask(key, List.of(command), limit);
    }
  }

  /** Sends a command to one of the {@link #servers}. */
  Replies ask(RedisConnection server, RedisCommand command) throws StateException {
    return checked(use(_ -> server.exchange(List.of(command))));
  }

  /**
   * The keys of all servers that match a glob pattern, each once.
   *
   * @param seen is called with each server before it is scanned
   */
  List<byte[]> keys(String pattern, Seen seen) throws StateException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (RedisConnection server : servers()) {
      seen.server(server);
      String cursor = "0";
      do {
        Object reply =
            ask(
                    server,
                    RedisCommand.of(
                        Protocol.Command.SCAN, cursor, "MATCH", pattern, "COUNT", SCAN_COUNT))
                .first();
        if (!(reply instanceof List<?> parts) || !(parts.get(1) instanceof List<?> some)) {
          throw failures.of(new MalformedReplyException());
        }
        // a scan may return a key twice
        some.forEach(key -> found.put(RedisKeys.text((byte[]) key), (byte[]) key));
        cursor = RedisKeys.text((byte[]) parts.getFirst());
      } while (!cursor.equals("0"));
    }
    return List.copyOf(found.values());
  }

  /** Called with each server before it is scanned for keys. */
  interface Seen {
    void server(RedisConnection server) throws StateException;
  }

  private Replies checked(Replies replies) throws StateException {
    for (Object reply : replies.each()) {
      if (reply instanceof JedisDataException error) {
        throw failures.of(error);
      }
    }
    return replies;
  }

  private interface Use<T> {
    T of(RedisServers servers) throws IOException;
  }

  private <T> T use(Use<T> use) throws StateException {
    return use(use, TransactionLimit.in(address.timeout()));
  }

  private <T> T use(Use<T> use, TransactionLimit limit) throws StateException {
    try {
      RedisServers there = servers.isPresent() ? servers.get() : new RedisServers(address);
      servers = Optional.of(there);
      return limit.within(() -> use.of(there));
    } catch (TlsException e) {
      throw failures.failed(e.getMessage());
    } catch (IOException | RuntimeException e) {
      // a reply may still be on its way: the next command must not get it
      servers = Optional.empty();
      throw limit.passedEarly() ? failures.tooLate() : failures.of(e);
    }
  }

  /** Reads a reply as a record, or nothing. */
  TaggedRecord stored(Object reply) throws StateException {
    if (reply instanceof byte[] value) {
      return value.length == 0 ? TaggedRecord.NOTHING : new TaggedRecord(value);
    }
    throw failures.of(new MalformedReplyException());
  }

  /**
   * Reads a reply as the server's time.
   *
   * @param asked when the request was sent, by {@link System#nanoTime}
   */
  ServerTime time(Object reply, long asked) throws StateException {
    if (reply instanceof List<?> parts && parts.size() == 2) {
      return ServerTime.of(parts, asked);
    }
    throw failures.of(new MalformedReplyException());
  }
}
