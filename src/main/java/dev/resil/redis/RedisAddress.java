package dev.resil.redis;

import dev.resil.tls.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The place of shared state and how to reach it, as given by a URL and the environment. The text
 * form leaves out user and password.
 *
 * @param topology the kind of servers
 * @param tls the TLS files; empty without TLS
 * @param hosts the server; for {@link Topology#SENTINEL} and {@link Topology#CLUSTER} some of the
 *     servers
 * @param master the primary's name in Sentinel; empty without Sentinel
 * @param database the database number
 * @param credentials for the servers
 * @param sentinelCredentials for the Sentinels
 * @param prefix of all keys
 * @param timeout of a transaction, including the connection
 * @param expiry of a record that is no longer written; empty: never
 * @param replicas that must confirm a write before it counts as stored
 */
public record RedisAddress(
    Topology topology,
    Optional<TlsFiles> tls,
    List<RedisHost> hosts,
    String master,
    int database,
    RedisCredentials credentials,
    RedisCredentials sentinelCredentials,
    String prefix,
    Duration timeout,
    Optional<Duration> expiry,
    int replicas) {

  /** The kind of servers at an address. */
  enum Topology {
    /** One server. */
    SINGLE,
    /** Sentinels, which know the primary. */
    SENTINEL,
    /** Servers that share the keys. */
    CLUSTER
  }

  /** Whether a place for state is on Redis, rather than a folder. */
  public static boolean isOne(String place) {
    return RedisUrl.isOne(place);
  }

  /**
   * Reads a URL.
   *
   * @param url one for which {@link #isOne} is true
   * @param environment a variable's value, or null if unset
   * @throws IllegalArgumentException if it is invalid; the message shows no secret
   */
  public static RedisAddress parse(String url, Function<String, String> environment) {
    return RedisUrl.parse(url, environment);
  }

  /** The same with another time limit. */
  RedisAddress within(Duration limit) {
    return new RedisAddress(
        topology,
        tls,
        hosts,
        master,
        database,
        credentials,
        sentinelCredentials,
        prefix,
        limit,
        expiry,
        replicas);
  }

  /** The URL without user, password and parameters. */
  @Override
  public String toString() {
    String scheme =
        (tls.isPresent() ? "rediss" : "redis")
            + switch (topology) {
              case SINGLE -> "";
              case SENTINEL -> "-sentinel";
              case CLUSTER -> "-cluster";
            };
    return scheme
        + "://"
        + hosts.stream().map(RedisHost::toString).collect(Collectors.joining(","))
        + (master.isEmpty() ? "" : "/" + master)
        + (database == 0 ? "" : "/" + database);
  }
}
