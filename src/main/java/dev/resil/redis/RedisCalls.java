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

/** Questions to the servers of an address and what they answer, or the line that says why not. */
final class RedisCalls {
  private static final int SCAN_COUNT = 1000;

  private final RedisAddress address;
  private final RedisFailures failures;
  private Optional<RedisServers> servers = Optional.empty();

  /** Calls to an address, which is connected to by the first of them. */
  RedisCalls(RedisAddress address, RedisFailures failures) {
    this.address = address;
    this.failures = failures;
  }

  /** The servers that have keys, all of them. */
  List<RedisConnection> servers() throws StateException {
    return use(RedisServers::all);
  }

  /**
   * Sends commands about a key to the server that has it.
   *
   * @throws StateException where there is no answer, or an error is one
   */
  Replies ask(byte[] key, List<RedisCommand> commands, Deadline deadline) throws StateException {
    return checked(use(there -> there.exchange(key, commands), deadline));
  }

  /**
   * Sends a command about a key to the server that has it: without waiting for an answer where it
   * has just answered something else, so that this costs no time.
   *
   * @throws StateException where it can't be sent, or there is no answer that was waited for
   */
  void tell(byte[] key, RedisCommand command, Deadline deadline) throws StateException {
    if (!use(there -> there.post(key, command), deadline)) {
      ask(key, List.of(command), deadline);
    }
  }

  /** Sends a command to one of the {@link #servers}. */
  Replies ask(RedisConnection server, RedisCommand command) throws StateException {
    return checked(use(_ -> server.exchange(List.of(command))));
  }

  /**
   * The keys of all servers that a pattern (glob) fits, each once.
   *
   * @param seen is given each server before it is asked
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
        // a scan may tell a key twice
        some.forEach(key -> found.put(RedisKeys.text((byte[]) key), (byte[]) key));
        cursor = RedisKeys.text((byte[]) parts.getFirst());
      } while (!cursor.equals("0"));
    }
    return List.copyOf(found.values());
  }

  /** Looks at each server that is asked for keys. */
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
    return use(use, Deadline.in(address.timeout()));
  }

  private <T> T use(Use<T> use, Deadline deadline) throws StateException {
    try {
      RedisServers there = servers.isPresent() ? servers.get() : new RedisServers(address);
      servers = Optional.of(there);
      return deadline.within(() -> use.of(there));
    } catch (TlsException e) {
      throw failures.failed(e.getMessage());
    } catch (IOException | RuntimeException e) {
      // perhaps an answer is still on its way there: no other question must get it
      servers = Optional.empty();
      throw failures.of(e);
    }
  }

  /** A reply that is a record, or nothing. */
  TaggedRecord stored(Object reply) throws StateException {
    if (reply instanceof byte[] value) {
      return value.length == 0 ? TaggedRecord.NOTHING : new TaggedRecord(value);
    }
    throw failures.of(new MalformedReplyException());
  }

  /**
   * A reply that is the server's time.
   *
   * @param asked when it was asked for, by {@link System#nanoTime}
   */
  ServerTime time(Object reply, long asked) throws StateException {
    if (reply instanceof List<?> parts && parts.size() == 2) {
      return ServerTime.of(parts, asked);
    }
    throw failures.of(new MalformedReplyException());
  }
}
