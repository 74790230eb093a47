package dev.resil.redis;

import dev.resil.posix.RawEnvironment;
import dev.resil.redis.RedisAddress.Topology;
import dev.resil.tls.Tls;
import dev.resil.tls.TlsException;
import dev.resil.tls.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The servers behind an address, the keys each one has, and the connections to them. Calls block as
 * long as the servers do; {@link Deadline} bounds that. Not thread-safe.
 */
final class RedisServers implements AutoCloseable {
  /** A cluster that redirects more often is being resharded. */
  private static final int MAX_REDIRECTIONS = 5;

  private final RedisAddress address;
  private final Optional<SSLSocketFactory> tls;
  private final Map<RedisHost, RedisConnection> connections = new HashMap<>();
  private final Map<Integer, RedisHost> slots = new HashMap<>();
  private Optional<RedisHost> primary = Optional.empty();

  /** A server of the cluster known to answer. */
  private Optional<RedisHost> answering = Optional.empty();

  RedisServers(RedisAddress address) throws TlsException {
    this.address = address;
    Optional<TlsFiles> files = address.tls();
    this.tls =
        files.isPresent()
            ? Optional.of(Tls.of(files.get(), RawEnvironment::get).sockets())
            : Optional.empty();
  }

  /**
   * Sends commands for one key to the server that has it. A kept connection that turns out to be
   * closed is reopened once, so a command may arrive twice.
   *
   * @return a reply for each command, including error replies
   */
  Replies exchange(byte[] key, List<RedisCommand> commands) throws IOException {
    boolean kept = !connections.isEmpty();
    try {
      Replies replies = exchangeOnce(key, commands);
      // after a failover the old primary is a replica
      boolean moved = address.topology() == Topology.SENTINEL && kept && isReadOnly(replies);
      if (!moved) {
        return replies;
      }
    } catch (IOException | JedisConnectionException e) {
      if (!kept) {
        close();
        throw e;
      }
    }
    close();
    return exchangeOnce(key, commands);
  }

  /**
   * Sends a command for a key without waiting for its reply, if the server with the key is known
   * and has just answered another command.
   *
   * @param mayBlock whether to send it even if that may block
   * @return whether it was sent
   */
  boolean post(byte[] key, RedisCommand command, boolean mayBlock) throws IOException {
    Optional<RedisHost> host =
        switch (address.topology()) {
          case SINGLE -> Optional.of(address.hosts().getFirst());
          case SENTINEL -> primary;
          case CLUSTER -> Optional.ofNullable(slots.get(JedisClusterCRC16.getSlot(key)));
        };
    Optional<RedisConnection> connection = host.map(connections::get);
    return connection.isPresent() && connection.get().post(command, mayBlock);
  }

  private static boolean isReadOnly(Replies replies) {
    return replies.each().stream()
        .anyMatch(reply ->
            reply instanceof JedisDataException error
                && RedisFailures.isReadOnly(error.getMessage()));
  }

  private Replies exchangeOnce(byte[] key, List<RedisCommand> commands) throws IOException {
    return switch (address.topology()) {
      case SINGLE -> connection(address.hosts().getFirst()).exchange(commands);
      case SENTINEL -> connection(primary()).exchange(commands);
      case CLUSTER -> redirected(key, commands);
    };
  }

  private Replies redirected(byte[] key, List<RedisCommand> commands) throws IOException {
    int slot = JedisClusterCRC16.getSlot(key);
    return slots.containsKey(slot)
        ? redirected(slot, connection(slots.get(slot)), commands)
        : any(connection -> redirected(slot, connection, commands));
  }

  private Replies redirected(int slot, RedisConnection first, List<RedisCommand> commands)
      throws IOException {
    RedisConnection connection = first;
    for (int i = 0; ; i++) {
      Replies replies = connection.exchange(commands);
      Optional<JedisRedirectionException> elsewhere =
          replies.each().stream()
              .filter(JedisRedirectionException.class::isInstance)
              .map(JedisRedirectionException.class::cast)
              .findFirst();
      if (elsewhere.isEmpty() || i == MAX_REDIRECTIONS) {
        return replies;
      }
      var target = elsewhere.get().getTargetNode();
      RedisHost host = new RedisHost(target.getHost(), target.getPort());
      connection = connection(host);
      if (elsewhere.get() instanceof JedisAskDataException) {
        ask(connection);
      } else {
        slots.put(slot, host);
      }
    }
  }

  private static void ask(RedisConnection connection) throws IOException {
    Replies asking = connection.exchange(List.of(RedisCommand.of(Protocol.Command.ASKING)));
    if (asking.first() instanceof JedisDataException refused) {
      throw refused;
    }
  }

  private interface Use<T> {
    T of(RedisConnection connection) throws IOException;
  }

  /** Uses the first host of the cluster that answers, from then on always the same. */
  private <T> T any(Use<T> use) throws IOException {
    if (answering.isPresent()) {
      return use.of(connection(answering.get()));
    }
    return firstOf((host, wait) -> {
      RedisConnection connection = connection(host, wait);
      try {
        T result = use.of(connection);
        connection.setTimeout(timeout());
        answering = Optional.of(host);
        return result;
      } catch (IOException | JedisConnectionException e) {
        connections.remove(host);
        connection.close();
        throw e;
      }
    });
  }

  private interface Try<T> {
    T of(RedisHost host, Duration wait) throws IOException;
  }

  /**
   * Tries the hosts of the URL in order. An unreachable host must leave time for the next one: each
   * gets half of the remaining time, the last one all of it.
   */
  private <T> T firstOf(Try<T> each) throws IOException {
    Duration wait = timeout();
    for (int i = 0; ; i++) {
      boolean last = i == address.hosts().size() - 1;
      wait = last ? wait : wait.dividedBy(2);
      try {
        return each.of(address.hosts().get(i), wait);
      } catch (IOException | JedisConnectionException e) {
        if (last) {
          throw e;
        }
      }
    }
  }

  /** The primary, as named by the first Sentinel that knows it. */
  private RedisHost primary() throws IOException {
    if (primary.isEmpty()) {
      primary = Optional.of(firstOf(this::primary));
    }
    return primary.get();
  }

  private RedisHost primary(RedisHost sentinel, Duration wait) throws IOException {
    RedisCommand question =
        RedisCommand.of(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", address.master());
    try (RedisConnection connection =
        RedisConnection.open(sentinel, tls, address.sentinelCredentials(), 0, wait)) {
      Object reply = connection.exchange(List.of(question)).first();
      if (reply instanceof List<?> parts && parts.size() == 2) {
        return new RedisHost(text(parts.get(0)), Integer.parseInt(text(parts.get(1))));
      }
      throw new IOException(
          reply instanceof JedisDataException error
              ? "Sentinel answered: " + error.getMessage()
              : "Sentinel knows no primary called " + address.master());
    }
  }

  /** All servers that have keys. */
  List<RedisConnection> all() throws IOException {
    return switch (address.topology()) {
      case SINGLE -> List.of(connection(address.hosts().getFirst()));
      case SENTINEL -> List.of(connection(primary()));
      case CLUSTER -> allOfCluster();
    };
  }

  private List<RedisConnection> allOfCluster() throws IOException {
    RedisCommand question = RedisCommand.of(Protocol.Command.CLUSTER, "SLOTS");
    Object reply = any(connection -> connection.exchange(List.of(question))).first();
    if (!(reply instanceof List<?> ranges)) {
      throw new IOException("unexpected reply to CLUSTER SLOTS: " + reply);
    }
    Set<RedisHost> hosts = new LinkedHashSet<>();
    for (Object range : ranges) {
      // start, end, then the primary, then its replicas
      List<?> node = (List<?>) ((List<?>) range).get(2);
      String name = text(node.get(0));
      String host = name.isEmpty() ? address.hosts().getFirst().name() : name;
      hosts.add(new RedisHost(host, ((Long) node.get(1)).intValue()));
    }
    List<RedisConnection> all = new ArrayList<>();
    for (RedisHost host : hosts) {
      all.add(connection(host));
    }
    return all;
  }

  private static String text(Object reply) {
    return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
  }

  private RedisConnection connection(RedisHost host) throws IOException {
    return connection(host, timeout());
  }

  private RedisConnection connection(RedisHost host, Duration wait) throws IOException {
    RedisConnection connection = connections.get(host);
    if (connection == null) {
      connection = open(host, wait);
      connections.put(host, connection);
    }
    return connection;
  }

  private RedisConnection open(RedisHost host, Duration wait) throws IOException {
    return RedisConnection.open(host, tls, address.credentials(), address.database(), wait);
  }

  /** Of a socket. A lone server is awaited until the transaction's limit, however long that is. */
  private Duration timeout() {
    return address.topology() == Topology.SINGLE
        ? address.timeout().multipliedBy(TransactionLimit.LONGEST + 1)
        : address.timeout();
  }

  /** A separate connection to one of the servers, for messages. */
  RedisConnection listener() throws IOException {
    RedisHost host =
        switch (address.topology()) {
          case SINGLE, CLUSTER -> address.hosts().getFirst();
          case SENTINEL -> primary();
        };
    return open(host, timeout());
  }

  @Override
  public void close() {
    connections.values().forEach(RedisConnection::close);
    connections.clear();
    slots.clear();
    primary = Optional.empty();
    answering = Optional.empty();
  }
}
